// Comments that are none.
# a comment
Trace(1)
