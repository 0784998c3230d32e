// XML, JSON et HTTP sous leurs deux noms (stdlib.md 7).
sXML est une chaîne = "<carnet ville=""Lyon""><client n=""1""><nom>Zoé</nom></client><client n=""2""><nom>Al &amp; co</nom></client><note/></carnet>"
Trace(XMLDocument("doc", sXML), XMLRacine("doc"), XMLNomElément("doc"), XMLAttribut("doc", "ville"), XMLAttribute("doc", "rien", "défaut"))
Trace(XMLFils("doc"), XMLElementName("doc"), XMLSuivant("doc"), XMLAttribut("doc", "n"), XMLNext("doc"), XMLNext("doc"), XMLEnDehors("doc"), XMLOut("doc"))
Trace(XMLPrécédent("doc"), XMLPrevious("doc"), XMLAttribut("doc", "n"), XMLPremier("doc"), XMLFirst("doc"), XMLPère("doc"), XMLParent("doc"))
Trace(XMLRoot("doc"), XMLRecherche("doc", "nom"), XMLTrouve("doc"), XMLDonnée("doc"), XMLSuivant("doc"), XMLData("doc"), XMLNext("doc"), XMLFound("doc"))
Trace(XMLAnnuleRecherche("doc"), XMLCancelSearch("doc"), XMLRacine("doc"), XMLChild("doc"), XMLFind("doc", "nom"), XMLData("doc", "vide"))
Trace(XMLExtraitChaîne(sXML, "nom", 2), XMLExtractString(sXML, "nom"), XMLExtractString(sXML, "nom", 3) = "")
Trace(XMLFerme("doc"), XMLClose("doc"), ErreurDétectée, TexteVersXML("a<b"), TextToXML("&"), XMLVersTexte("&lt;&eacute;"), XMLToText("&gt;"))
v, w, j, k sont des variants
v = XMLOuvre(sXML, depuisChaîne)
w = XMLOpen(sXML, fromString)
Trace(v.carnet.ville, w.carnet.client[2].nom, XMLOpen("<pas", fromString) = Null, ErreurDétectée)

j = JSONVersVariant("{""a"":[1,2],""b"":null,""é"":""x""}")
k = JSONToVariant("[true, ""\u00e9""]")
Trace(j.a[2], j.B = Null, j.É, k[1], k[2], VariantVersJSON(j), VariantToJSON(k))
t est un tableau d'entiers = [1, 2]
u est un tableau d'entiers
s est une chaîne
Sérialise(t, s, psdJSON)
Désérialise(u, s, psdJSON)
Trace(s, u..Occurrence)
Serialize(t, s, psdXML, "liste")
Deserialize(s, "3", psdJSON)
Trace(s)
QUAND EXCEPTION DANS
	Trace(JSONVersVariant("{oups"))
FAIRE
	Trace(ExceptionInfo())
FIN

// Sans --allow-http aucune demande ne part ; un formulaire se prépare quand même.
r est un httpRequest
r.URL = "http://127.0.0.1:9/"
Trace(HTTPRequête("http://127.0.0.1:9/"), HTTPRequest("http://127.0.0.1:9/"), "<" + HTTPDonneRésultat() + ">", HTTPGetResult(httpHeader) = "")
Trace(HTTPEnvoie(r).StatusCode, HTTPSend(r).CodeEtat, ErreurDétectée)
q est un restRequest
q.URL = "http://127.0.0.1:9/"
Trace(RESTEnvoie(q).StatusCode, RESTSend(q).StatusCode, HTTPTimeOut(5))
Trace(HTTPCréeFormulaire("f"), HTTPCreateForm("g"), HTTPAjouteParamètre("f", "clé", "é"), HTTPAddParameter("g", "k", 1), HTTPAjouteFichier("f", "x", "absent.txt"), HTTPAddFile("rien", "x", "y"))
Trace(HTTPEnvoieFormulaire("f", "http://127.0.0.1:9/"), HTTPSendForm("rien", "http://127.0.0.1:9/"))
