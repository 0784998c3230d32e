Trace("circle")
EXTERN "outils/back.wl"
