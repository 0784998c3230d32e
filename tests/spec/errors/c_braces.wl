// Blocks in braces.
n is int = 1
if (n == 1) {
	Trace("one");
} else {
	Trace("other");
}
