// A misspelt keyword still opens its block.
n is int = 1
WHLIE n < 3
	n++
END
RETRUN n
