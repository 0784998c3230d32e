"""From the text of a program to a Python code object: source, names, syntax, parser, types, registry, binder, compiler."""
