// Names that mean something to Python are ordinary names.
str is string = "s"
None, lambda, run, len are int = 4
t_1 is array of int = [1, 2]
STOf is Structure
	class is int = 1
	of, copy, self are string = "c"
	MEMBERS is int = 5
END
import is STOf = [7, "x"]
import.copy = "k"
def is STOf = import
Trace(str + len + lambda, t_1[2], def.class, def.of + def.copy + def.self, def.MEMBERS)
FOR EACH range OF t_1
	range = range * len
END
Trace(t_1[1], print(t_1[2]), MISSING())

PROCEDURE print(self, None = 1)
RESULT self + None

PROCEDURE MISSING(x = "default")
RESULT x
