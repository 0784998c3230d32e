// Declarations of other languages.
DIM s AS STRING
s = "a"
VAR n = 3
int n2 = 4
string s2
