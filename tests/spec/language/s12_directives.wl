// Ce qui n'est pas pour la cible disparaît avant l'analyse (12).
<COMPILE SI TypeConfiguration <> iOS>
Trace("pas iOS")
<SINON>
ceci n'est pas du WLangage (((
<FIN>
<SI CibleExécution=ApplicationWindows>
Trace("Windows")
<FIN>
<COMPILE IF ExecutionTarget=Linux>
Trace("no")
<ELSE IF ExecutionTarget=WindowsApplication>
Trace("yes")
<END>
<COMPILE IF Configuration="Prod">
Trace("no")
<ELSE>
Trace("no Prod")
<END>
