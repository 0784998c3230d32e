"""From the text of a program to a Python code object: source, parser, syntax, registry, binder, compiler."""
