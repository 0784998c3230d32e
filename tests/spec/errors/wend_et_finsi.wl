// Les fins de bloc d'autres langages.
n est un entier = 1
TANTQUE n < 3
	n++
WEND
SI n = 3 ALORS
	Trace("trois")
FINSI
