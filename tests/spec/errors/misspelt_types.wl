// Misspelt types.
n est un integre
s is strng
t est un tablau de chaînes
m is Emial
b is bool = true
