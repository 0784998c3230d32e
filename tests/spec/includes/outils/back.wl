EXTERN "..\circle.wl"
