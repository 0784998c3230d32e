// What is wrong in an included file is told with the name of that file and its line there.
EXTERN "missing.wl"
EXTERN "outils\faulty.wl"
EXTERN "circle.wl"
Trace("not reached")
