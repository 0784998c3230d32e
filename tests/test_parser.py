"""The parser: what programs mean (section 16 of the reference, one by one), what is said about wrong ones, and that
nothing makes it fail."""

# ruff: noqa: E501 - the tables below hold a program and its tree on one line

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlmail.language.parser import is_incomplete, parse, parse_expression
from wlmail.language.source import Source
from wlmail.language.syntax import Binary, Comparison, Membership, Program, Unary, dump, walk

SAMPLES = sorted(Path(__file__).parent.parent.glob("samples/*.wl"))


def tree(text: str) -> str:
    """The statements of a program without an error, as text without places."""
    program, found = parse(Source(text))
    assert [d.message for d in found] == []
    return shown(program)


def shown(program: Program) -> str:
    parts = [*program.main.statements, *program.procedures]
    return re.sub(r", \(\d+, \d+\)", "", " ; ".join(map(dump, parts)))


def expression(text: str) -> str:
    made, found = parse_expression(Source(text))
    assert [d.message for d in found] == []
    return re.sub(r", \(\d+, \d+\)", "", dump(made))


def errors(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of every diagnostic."""
    source = Source(text)
    return [(d.code, *source.position(d.span[0])) for d in parse(source)[1] if d.span]


EXPRESSIONS = {
    # rank and association (6.1)
    "1 + 2 * 3": "Binary(Integer(1), '+', Binary(Integer(2), '*', Integer(3)))",
    "1 - 2 - 3": "Binary(Binary(Integer(1), '-', Integer(2)), '-', Integer(3))",
    "2 ^ 3 ^ 4": "Binary(Integer(2), '^', Binary(Integer(3), '^', Integer(4)))",
    "-2 ^ 2": "Unary('-', Binary(Integer(2), '^', Integer(2)))",
    "2 ^ -1": "Binary(Integer(2), '^', Unary('-', Integer(1)))",
    "-a * b": "Binary(Unary('-', Name('a')), '*', Name('b'))",
    "a modulo b = 0": "Comparison([Binary(Name('a'), '%', Name('b')), Integer(0)], ['='])",
    "a & b BitShiftLeft 1": "Binary(Name('a'), '&', Binary(Name('b'), '<<', Integer(1)))",
    "a || b": "Binary(Name('a'), '||', Name('b'))",
    # AND and OR on one level, from left to right (6.2)
    "a OR b AND c": "Binary(Binary(Name('a'), 'OR', Name('b')), 'AND', Name('c'))",
    "a _ET_ b _ou_ c": "Binary(Binary(Name('a'), '_AND_', Name('b')), '_OR_', Name('c'))",
    # NOT stands between comparisons and AND
    'PAS x ~= ""': "Unary('NOT', Comparison([Name('x'), Text('')], ['~=']))",
    "not a and b": "Binary(Unary('NOT', Name('a')), 'AND', Name('b'))",
    "NOT x IN (1, 2)": "Unary('NOT', Membership(Name('x'), [Integer(1), Integer(2)], False, False))",
    "x PAS DANS (1)": "Membership(Name('x'), [Integer(1)], True, False)",
    "x pas _dans_ (1)": "Membership(Name('x'), [Integer(1)], True, True)",
    "x _IN_ (1 TO 5, 9)": "Membership(Name('x'), [Range(Integer(1), Integer(5)), Integer(9)], False, True)",
    # intervals are one comparison, a comparison of a comparison is not (6.3)
    "a < b <= c": "Comparison([Name('a'), Name('b'), Name('c')], ['<', '<='])",
    "a = b = c": "Comparison([Comparison([Name('a'), Name('b')], ['=']), Name('c')], ['='])",
    "(a < b) < c": "Comparison([Comparison([Name('a'), Name('b')], ['<']), Name('c')], ['<'])",
    "a == 1": "Comparison([Name('a'), Integer(1)], ['='])",
    'a [= "x"': "Comparison([Name('a'), Text('x')], ['[='])",
    'a[~~]"x"': "Comparison([Name('a'), Text('x')], ['[~~]'])",
    'a ~~] "x"': "Comparison([Name('a'), Text('x')], ['~~]'])",
    "a ? b SINON c ? d ELSE e": "Conditional(Name('a'), Name('b'), Conditional(Name('c'), Name('d'), Name('e')))",
    "a ?? b": "Binary(Name('a'), '??', Name('b'))",
    "a--b": "Binary(Name('a'), '-', Unary('-', Name('b')))",
    "n++": "Increment(Name('n'), '++', False)",
    "a <-1": "Comparison([Name('a'), Unary('-', Integer(1))], ['<'])",
    # members (6.7, 16-5, 16-6)
    "a.b..c:d::e?.f>>g": "Attribute(Attribute(Attribute(Attribute(Attribute(Attribute(Name('a'), 'b', '.'), 'c', '..'),"
    " 'd', ':'), 'e', '::'), 'f', '?.'), 'g', '>>')",
    "x.To.End.If": "Attribute(Attribute(Attribute(Name('x'), 'To', '.'), 'End', '.'), 'If', '.')",
    "n:'http-equiv'": "Attribute(Name('n'), 'http-equiv', ':')",
    ":m_n + ::KIND": "Binary(CurrentMember('m_n', False), '+', CurrentMember('KIND', True))",
    # brackets (16-7 to 16-9)
    "t[u[1]]": "Index(Name('t'), [Index(Name('u'), [Integer(1)])])",
    "[[1,2],[3]]": "ArrayLiteral([ArrayLiteral([Integer(1), Integer(2)]), ArrayLiteral([Integer(3)])])",
    "s[[2 A 3]]": "TextPart(Name('s'), Integer(2), Integer(3), None, False)",
    "s[[a]]": "TextPart(Name('s'), Name('a'), None, None, True)",
    "s[[À 3]]": "TextPart(Name('s'), None, Integer(3), None, False)",
    "s[[a a a]]": "TextPart(Name('s'), Name('a'), Name('a'), None, False)",
    's[[a Position(s, ":") - 1]]': "TextPart(Name('s'), None, Binary(Call(Name('Position'), [Argument(Name('s'), ''),"
    " Argument(Text(':'), '')]), '-', Integer(1)), None, False)",
    "s[[2 ON 1]]": "TextPart(Name('s'), Integer(2), None, Integer(1), False)",
    "t[2 TO]": "SubArray(Name('t'), Integer(2), None)",
    "t[1 A 5]": "SubArray(Name('t'), Integer(1), Integer(5))",
    "t[*]": "SubArray(Name('t'), None, None)",
    "t[i, j]": "Index(Name('t'), [Name('i'), Name('j')])",
    "Today()[[TO 4]]": "TextPart(Call(Name('Today'), []), None, Integer(4), None, False)",
    '["Re: "] + s': "Binary(ArrayLiteral([Text('Re: ')]), '+', Name('s'))",
    # calls (8.3)
    "f(*, <pName>: 1)": "Call(Name('f'), [Argument(None, ''), Argument(Integer(1), 'pName')])",
    "f (1)": "Call(Name('f'), [Argument(Integer(1), '')])",
    "()": "Tuple([])",
    "SWITCH(n, 1, 2, ELSE 3)": "SwitchFunction(Name('n'), [Integer(1), Integer(2)], Integer(3))",
    "x => x * 2": "Lambda([Parameter('x', None, False, None)], Binary(Name('x'), '*', Integer(2)))",
    "(a, b) => a": "Lambda([Parameter('a', None, False, None), Parameter('b', None, False, None)], Name('a'))",
    "() => { RESULT 1 }": "Lambda([], Body([Return(Integer(1))], None, None, None))",
    "new cMail(1)": "New(TypeName(['cMail'], [], False, False), [Argument(Integer(1), '')])",
    "allouer un tableau de 0 STx": "New(ArrayType(TypeName(['STx'], [], False, False), [Integer(0)], False, None), [])",
    '{"EDT_" + n, indControl}..Value': "Attribute(Indirection(Binary(Text('EDT_'), '+', Name('n')), Name('indControl')),"
    " 'Value', '..')",
    # literals (3.4 to 3.8)
    "1 000 000": "Integer(1000000)",
    "7_014.478": "Real(7014.478)",
    "0x_12_AF": "Integer(4783)",
    "0b1010": "Integer(10)",
    "0xFF AND b": "Binary(Integer(255), 'AND', Name('b'))",
    "f(5 s, 2 h)": "Call(Name('f'), [Argument(DurationLiteral(5000), ''), Argument(DurationLiteral(7200000), '')])",
    "0m12.50": "Exact(Decimal('12.50'), True)",
    "3 Min 30s": "DurationLiteral(210000)",
    "500ms": "DurationLiteral(500)",
    '"say ""hi"" C:\\new"': r"""Text('say "hi" C:\\new')""",
    "“text”": "Text('text')",
    '`a "b"`': "Text('a \"b\"')",
    "Vrai": "Boolean(True)",
    "objet.m": "Attribute(ThisObject(), 'm', '.')",
    '"Hi [%sName%], [%1+1%]"': "Interpolated(['Hi ', Name('sName'), ', ', Binary(Integer(1), '+', Integer(1))],"
    " ['Hi ', '[%sName%]', ', ', '[%1+1%]'])",
    '"[[%1]] [%%%] [%"': "Text('[[%1]] [%%%] [%')",
    '"[%f(""x"")%]"': "Interpolated([Call(Name('f'), [Argument(Text('x'), '')])], ['[%f(\"\"x\"\")%]'])",
    "<§R0000000000000001¤fr-FR¤Bonjour¤en-GB¤Hello§>": "ResourceText('<§R0000000000000001¤fr-FR¤Bonjour¤en-GB¤Hello§>',"
    " 'Bonjour')",
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expression(text: str) -> None:
    assert expression(text) == EXPRESSIONS[text]


def places(text: str) -> list[str]:
    """The pieces of text that the operators of an expression span, the outermost first."""
    nodes = walk(parse_expression(Source(text))[0])
    return [text[slice(*node.span)] for node in nodes if isinstance(node, (Binary, Unary, Comparison, Membership))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 / (2 - n)", ["10 / (2 - n)", "(2 - n)"]), ("((a + b)) * c", ["((a + b)) * c", "((a + b))"]),
        ("10 / (n)", ["10 / (n)"]), ("(f(1)) - 1", ["(f(1)) - 1"]), ("x IN (5)", ["x IN (5)"]), ("- (n)", ["- (n)"]),
        ("a < ( -b )", ["a < ( -b )", "( -b )"]), ("(a = b) + c", ["(a = b) + c", "(a = b)"]),
    ],
)  # fmt: skip
def test_an_operand_spans_its_parentheses(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_parentheses_leave_the_place_of_a_name_alone() -> None:
    assert parse_expression(Source("10 / (n)"))[0].right.span == (6, 7)


# In `!`, the expression statement of a name stands for "x".
STATEMENTS = {
    # 16-1, 16-2: the first = or <= of a statement assigns, the others compare
    "a = b = c": "Assign(Name('a'), '=', Comparison([Name('b'), Name('c')], ['=']))",
    "a <= b <= c": "Assign(Name('a'), '<=', Comparison([Name('b'), Name('c')], ['<=']))",
    "a <- b": "Assign(Name('a'), '<-', Name('b'))",
    "a <=> b": "Assign(Name('a'), '<=>', Name('b'))",
    "a ??=* b": "Assign(Name('a'), '??=*', Name('b'))",
    's += [","] + x': "Assign(Name('s'), '+=', Binary(ArrayLiteral([Text(',')]), '+', Name('x')))",
    "d..Month++": "ExpressionStatement(Increment(Attribute(Name('d'), 'Month', '..'), '++', False))",
    '{"x"} = 1': "Assign(Indirection(Text('x'), None), '=', Integer(1))",
    "f(1).b = 2": "Assign(Attribute(Call(Name('f'), [Argument(Integer(1), '')]), 'b', '.'), '=', Integer(2))",
    "(a, , b) = f()": "MultipleAssign([Name('a'), None, Name('b')], Call(Name('f'), []))",
    "(x,) = pair()": "MultipleAssign([Name('x'), None], Call(Name('pair'), []))",
    # 16-3: a declaration, even of a keyword
    "x is int": "Declaration([Name('x')], TypeName(['int'], [], False, False), '', None, None, '')",
    "Retour est un entier": "Declaration([Name('Retour')], TypeName(['entier'], [], False, False), '', None, None, '')",
    "a, b sont des chaînes = 3": "Declaration([Name('a'), Name('b')], TypeName(['chaînes'], [], False, False), '=',"
    " Integer(3), None, '')",
    "x is int <= 3": "Declaration([Name('x')], TypeName(['int'], [], False, False), '<=', Integer(3), None, '')",
    "x is string <useful>=\"\"": "Declaration([Name('x')], TypeName(['string'], [], False, False), '=', Text(''), None, '')",
    "x is string = a <useful>": "Declaration([Name('x')], TypeName(['string'], [], False, False), '=', Name('a'), None, '')",
    "x is cMail(1)": "Declaration([Name('x')], TypeName(['cMail'], [], False, False), '', None, [Argument(Integer(1), '')], '')",
    "GLOBAL x is int": "Declaration([Name('x')], TypeName(['int'], [], False, False), '', None, None, 'GLOBAL')",
    "PUBLIC CONSTANT\n": "Section(('PUBLIC', 'CONSTANT'))",
    "x is xmlDocument, description = Y": "Declaration([Name('x')], TypeName(['xmlDocument'], [], False, False), '', None,"
    " None, '')",
    "LET (a, b) = f()": "Let([Name('a'), Name('b')], None, '=', Call(Name('f'), []), True)",
    "SOIT x = 1": "Let([Name('x')], None, '=', Integer(1), False)",
    "CONSTANT N = 4": "Constants([Constant(Name('N'), None, Integer(4))], '')",
    "CONSTANTE\nA = 1\nK is int = 2\nFIN": "Constants([Constant(Name('A'), None, Integer(1)), Constant(Name('K'),"
    " TypeName(['int'], [], False, False), Integer(2))], '')",
    # 16-4, 16-26: a keyword that is a variable
    "retour = :Call(x)": "Assign(Name('retour'), '=', Call(CurrentMember('Call', False), [Argument(Name('x'), '')]))",
    "fin += 1": "Assign(Name('fin'), '+=', Integer(1))",
    "Local.a = 1": "Assign(Attribute(Name('Local'), 'a', '.'), '=', Integer(1))",
    "RETURN": "Return(None)",
    "RETURN 5": "Return(Integer(5))",
    "RENVOYER [a, b]": "Return(ArrayLiteral([Name('a'), Name('b')]))",
    "RESULT :m": "Return(CurrentMember('m', False))",
    "RESULT a <= b": "Return(Comparison([Name('a'), Name('b')], ['<=']))",
    "RESULT (1, \"z\")": "Return(Tuple([Integer(1), Text('z')]))",
    "SI :m_x <> 0 ALORS RETOUR": "If([Branch(Comparison([CurrentMember('m_x', False), Integer(0)], ['<>']),"
    " [Return(None)])], None)",
    "IF a THEN RETURN ELSE y = 1": "If([Branch(Name('a'), [Return(None)])], [Assign(Name('y'), '=', Integer(1))])",
    # jumps and labels (7.7, 16-27)
    "Erreur:": "Label('Erreur')",
    "GOTO suite": "Goto('suite')",
    "SORTIR": "Break(False)",
    "BREAK SWITCH": "Break(True)",
    "continuer": "Continue()",
    "EXTERN \"winconst.wl\"": "Extern('winconst.wl', [], None)",
    "LIBÉRER x": "Delete(Name('x'))",
    "Constructor Base(1)": "BaseConstructor('Base', [Argument(Integer(1), '')])",
    # single-line IF (7.2)
    "IF a THEN x; y ELSE z": "If([Branch(Name('a'), [ExpressionStatement(Name('x')), ExpressionStatement(Name('y'))])],"
    " [ExpressionStatement(Name('z'))])",
    "IF a THEN x; y;; z;\nw": "If([Branch(Name('a'), [ExpressionStatement(Name('x')), ExpressionStatement(Name('y')),"
    " ExpressionStatement(Name('z'))])], None) ; ExpressionStatement(Name('w'))",
    "IF a THEN x; ELSE y": "If([Branch(Name('a'), [ExpressionStatement(Name('x'))])], [ExpressionStatement(Name('y'))])",
    "IF a THEN IF b THEN x ELSE y": "If([Branch(Name('a'), [If([Branch(Name('b'), [ExpressionStatement(Name('x'))])],"
    " [ExpressionStatement(Name('y'))])])], None)",
    "SI a ALORS\nSI b ALORS x\nSINON\ny\nFIN": "If([Branch(Name('a'), [If([Branch(Name('b'),"
    " [ExpressionStatement(Name('x'))])], None)])], [ExpressionStatement(Name('y'))])",
    "IF a\nx\nELSE IF b\ny\nELSE\nIF c\nEND\nEND": "If([Branch(Name('a'), [ExpressionStatement(Name('x'))]),"
    " Branch(Name('b'), [ExpressionStatement(Name('y'))])], [If([Branch(Name('c'), [])], None)])",
    # SWITCH (7.3, 16-12, 16-21)
    "SWITCH n\nCASE 1, 2: x\nCASE 3<=*<=6\nCASE TO 8\nCASE 1 TO 2\nCASE > 5\nCASE a OR b\nOTHER CASE y\nEND": "Switch("
    "Name('n'), [Case([CaseValue('', Integer(1)), CaseValue('', Integer(2))], [ExpressionStatement(Name('x'))]),"
    " Case([CaseRange(Integer(3), '<=', Integer(6), '<=')], []), Case([CaseRange(None, '', Integer(8), '<=')], []),"
    " Case([CaseRange(Integer(1), '<=', Integer(2), '<=')], []), Case([CaseValue('>', Integer(5))], []),"
    " Case([CaseValue('', Name('a')), CaseValue('', Name('b'))], [])], [ExpressionStatement(Name('y'))])",
    "SELON n\nCAS Error : x\nCAS ::K\nFIN": "Switch(Name('n'), [Case([CaseValue('', Name('Error'))],"
    " [ExpressionStatement(Name('x'))]), Case([CaseValue('', CurrentMember('K', True))], [])], None)",
    'SELON s\nCAS [="D" OU =] "E", [~] :x OU 5: a\nFIN': "Switch(Name('s'), [Case([CaseValue('[=', Text('D')),"
    " CaseValue('=]', Text('E')), CaseValue('[~]', CurrentMember('x', False)), CaseValue('', Integer(5))],"
    " [ExpressionStatement(Name('a'))])], None)",
    "SWITCH n\nCASE 1 TO 5 OR 7 TO b OR > 20\nCASE < 0 OR 4 OR TO 9\nCASE [1], 1 OR 2 AND 3\nEND": "Switch(Name('n'),"
    " [Case([CaseRange(Integer(1), '<=', Integer(5), '<='), CaseRange(Integer(7), '<=', Name('b'), '<='),"
    " CaseValue('>', Integer(20))], []), Case([CaseValue('<', Integer(0)), CaseValue('', Integer(4)),"
    " CaseRange(None, '', Integer(9), '<=')], []), Case([CaseValue('', ArrayLiteral([Integer(1)])),"
    " CaseValue('', Integer(1)), CaseValue('', Binary(Integer(2), 'AND', Integer(3)))], [])], None)",
    # loops (7.4 to 7.6, 16-10)
    "POUR i = 3 À 1 PAS -1\nFIN": "For(Name('i'), Integer(3), Integer(1), Unary('-', Integer(1)), False, [], None)",
    "FOR i is int = 1 _TO_ n\nEND": "For(Name('i'), Integer(1), Name('n'), None, True, [], TypeName(['int'], [], False,"
    " False))",
    "POUR a = a A a PAS a\nFIN": "For(Name('a'), Name('a'), Name('a'), Name('a'), False, [], None)",
    "FOR EACH STRING s, p, n OF t SEPARATED BY \";\"\nEND": "ForEach('STRING', [Name('s'), Name('p'), Name('n')],"
    " Name('t'), Text(';'), None, None, (), [])",
    "POUR TOUTE CHAÎNE s DE t SEPAREE by CR\nFIN": "ForEach('STRING', [Name('s')], Name('t'), Name('CR'), None, None, (),"
    " [])",
    "POURTOUT x, i DE t DEPUISFIN\nFIN": "ForEach('', [Name('x'), Name('i')], Name('t'), None, None, None, ('FROM END',),"
    " [])",
    "FOR EACH POSITION p OF \"X\" IN s IgnoreCase\nEND": "ForEach('POSITION', [Name('p')], Text('X'), None, Name('s'),"
    " None, ('IGNORECASE',), [])",
    "FOR EACH x OF t WHERE x > 1\nEND": "ForEach('', [Name('x')], Name('t'), None, None, Comparison([Name('x'),"
    " Integer(1)], ['>']), (), [])",
    "POUR TOUT string DE t\nFIN": "ForEach('', [Name('string')], Name('t'), None, None, None, (), [])",
    "FOR EACH SELECTED LINE OF TABLE_X\nEND": "ForEach('LINE', [], Name('TABLE_X'), None, None, None, ('SELECTED',), [])",
    "POUR TOUT CLIENT SUR NOM AVEC VILLE = 1\nFIN": "ForEach('RECORD', [], Name('CLIENT'), None, None,"
    " Comparison([Name('VILLE'), Integer(1)], ['=']), (), [])",
    "TANTQUE a\nFIN": "While(Name('a'), [])",
    "LOOP (3)\nEND": "Loop(Integer(3), [])",
    "BOUCLE\nx\nÀ FAIRE TANTQUE a": "LoopWhile([ExpressionStatement(Name('x'))], Name('a'))",
    "AVEC m\n.Sujet = 1\nx = .A..b\nFIN": "With(Name('m'), [Assign(WithMember('Sujet'), '=', Integer(1)), Assign(Name('x'),"
    " '=', Attribute(WithMember('A'), 'b', '..'))])",
    "USING cs IN\nEND": "Using(Name('cs'), [])",
    "WHEN EXCEPTION IN\na\nDO\nb\nELSE\nc\nEND": "When([ExpressionStatement(Name('a'))], [ExpressionStatement(Name('b'))],"
    " [ExpressionStatement(Name('c'))])",
    "QUAND EXCEPTION\na\nFIN": "When(None, [ExpressionStatement(Name('a'))], None)",
    # structures and the like (4.5, 4.6, 11)
    "ST is a Structure\na, b are int\nEND": "StructureDeclaration(Name('ST'), 'STRUCTURE', [Declaration([Name('a'),"
    " Name('b')], TypeName(['int'], [], False, False), '', None, None, '')])",
    "E est une énumération\nA\nB = \"b\"\nFIN": "StructureDeclaration(Name('E'), 'ENUMERATION', [Member(Name('A'), None),"
    " Member(Name('B'), Text('b'))])",
    "g est composé de\nFIN": "StructureDeclaration(Name('g'), 'COMPOSED', [])",
    "PRIVATE ST is Structure\nEND": "StructureDeclaration(Name('ST'), 'STRUCTURE', [])",
    "C is a Class, abstract\ninherits B\nPRIVATE\nm is int\n<MAPPING>\nEND": "ClassDeclaration(Name('C'), 'CLASS',"
    " [TypeName(['B'], [], False, False)],"
    " [Section(('PRIVATE',)), Declaration([Name('m')], TypeName(['int'], [], False, False), '', None, None, '')], ('ABSTRACT',))",
    # lines (2.2, 2.3)
    "x = 1 + ... // c\n\n// whole line\n2": "Assign(Name('x'), '=', Binary(Integer(1), '+', Integer(2)))",
    "x = 1 +\n2": "Assign(Name('x'), '=', Binary(Integer(1), '+', Integer(2)))",
    "f(1,\n\n// c\n2)": "ExpressionStatement(Call(Name('f'), [Argument(Integer(1), ''), Argument(Integer(2), '')]))",
    "x = [1,\n2]": "Assign(Name('x'), '=', ArrayLiteral([Integer(1), Integer(2)]))",
    "x = 1 ; y = 2;\n; z": "Assign(Name('x'), '=', Integer(1)) ; Assign(Name('y'), '=', Integer(2)) ;"
    " ExpressionStatement(Name('z'))",
    "x = 1 /* two\nlines */ + 2 // end": "Assign(Name('x'), '=', Binary(Integer(1), '+', Integer(2)))",
    "x = 1\n/* never closed\nx = 2": "Assign(Name('x'), '=', Integer(1))",
    "Close()<§rad:1§>\n<§aad:0§>": "ExpressionStatement(Call(Name('Close'), []))",
    "x = [\n\tHello [x] \"q\" // no\n\n\t\tWorld\n\t]": "Assign(Name('x'), '=', Text('Hello [x] \"q\" // no\\r\\n\\r\\n\\tWorld'))",
    "q is string =\n[\na\nb\n]": "Declaration([Name('q')], TypeName(['string'], [], False, False), '=',"
    " Text('a\\r\\nb'), None, '')",
    "f([\na [%b%]\n], 1)": "ExpressionStatement(Call(Name('f'), [Argument(Interpolated(['a ', Name('b')], ['a ', '[%b%]']),"
    " ''), Argument(Integer(1), '')]))",
    "<COMPILE IF Configuration=\"Prod\">\nx y z\n<ELSE>\na\n<END>\nb": "ExpressionStatement(Name('a')) ;"
    " ExpressionStatement(Name('b'))",
    "<SI CibleExécution<>ApplicationWindows>\nx\n<FIN>\n": "",
    "x = [\n<end>1</end>\n<IF\n]": "Assign(Name('x'), '=', Text('<end>1</end>\\r\\n<IF'))",
    "f(procedure(p string) {\nx = p\n})": "ExpressionStatement(Call(Name('f'), [Argument(Lambda([Parameter('p',"
    " TypeName(['string'], [], False, False), False, None)], Body([Assign(Name('x'), '=', Name('p'))], None, None, None)),"
    " '')]))",
    "f(procedure(p)\nIF a\nEND\nEND, 1)": "ExpressionStatement(Call(Name('f'), [Argument(Lambda([Parameter('p', None, False,"
    " None)], Body([If([Branch(Name('a'), [])], None)], None, None, None)), ''), Argument(Integer(1), '')]))",
}  # fmt: skip


@pytest.mark.parametrize("text", STATEMENTS)
def test_statement(text: str) -> None:
    assert tree(text) == STATEMENTS[text]


@pytest.mark.parametrize(
    "text",
    [
        "FOR i = 1 TO 2;Trace(i);END;w", "FOR EACH x OF t;y;END", "WHILE c;x;END;w", "TANTQUE a FAIRE;x;FIN", "LOOP;x;END",
        "LOOP(1);x;END", "LOOP;x;TO DO WHILE a;y", "SWITCH a;CASE 5: x;CASE 6;y;OTHER CASE;z;END;w", "IF a THEN;x;END;w",
        "IF a;x;END", "IF a;x;ELSE IF b;y;ELSE;z;END;w", "IF a THEN;x;ELSE y;END;z", "WITH m;.A = 1;END", "USING c IN;x;END",
        "WHEN EXCEPTION IN;x;DO;y;ELSE;z;END", "WHEN EXCEPTION;x;END", "PROCEDURE f();x;END;y", "PROCEDURE f() : int;RETURN 1",
        "INTERNAL PROCEDURE f();x;END;f()", "S is Structure;a is int;END;x is S", "E is Enumeration;A;B;END",
        "CONSTANT;A = 1;B = 2;END", "C is Class;PRIVATE;m is int;END", "f(procedure(p);x;END, 1)", "f(procedure(p);x\ny;END, 1)",
    ],
)  # fmt: skip
def test_a_semicolon_ends_a_line(text: str) -> None:
    """15: NL is a newline or `;`, after the heads of blocks too."""
    assert tree(text) == tree(text.replace(";", "\n"))


MIXED = {
    "SWITCH a;CAS 1;x;AUTRE CASE: y;FIN": "SWITCH a;CASE 1;x;OTHER CASE y;END",
    "SELON a;CASE 1;AUTRES CASE;OTHER;END": "SWITCH a;CASE 1;OTHER CASE;OTHER;END",
    "SELON a;OTHER CAS: y;FIN": "SWITCH a;OTHER CASE: y;END",
    "POUR EACH x DE t;FIN": "FOR EACH x OF t;END",
    "POUR ALL x OF t;FIN": "FOR EACH x OF t;END",
    "FOR TOUT STRING x OF t SÉPARÉE BY z;END": "FOR EACH STRING x OF t SEPARATED BY z;END",
    "FOR CHAQUE CHAÎNE x OF t SEPARATED PAR z;END": "FOR EACH STRING x OF t SEPARATED BY z;END",
    "ForToutes x OF t FROM FIN;END": "FOR EACH x OF t FROM END;END",
    "FOR EACH x OF t DepuisEnd;END": "FOR EACH x OF t FROM END;END",
    "FOR EACH POSITION p OF s IN t SANS CASE;END": "FOR EACH POSITION p OF s IN t IgnoreCase;END",
    "FOR EACH CLIENT DEPUIS BEGINNING;END": "FOR EACH CLIENT FromBeginning;END",
    "IF a;x;SINON IF b;y;ELSE SI c;z;END": "IF a;x;ELSE IF b;y;ELSE IF c;z;END",
    "WHEN EXCEPTION DANS;x;FAIRE;y;END": "WHEN EXCEPTION IN;x;DO;y;END",
    "QUAND EXCEPTION IN;x;DO;y;FIN": "WHEN EXCEPTION IN;x;DO;y;END",
    "LOOP;x;À DO WHILE a": "LOOP;x;TO DO WHILE a",
    "BOUCLE;x;TO FAIRE TANT QUE a": "LOOP;x;TO DO WHILE a",
    "LOOP;SORTIR SWITCH;BREAK SELON;END": "LOOP;BREAK SWITCH;BREAK SWITCH;END",
    "x = a NOT DANS (1)": "x = a NOT IN (1)",
    "x = a PAS _IN_ (1)": "x = a NOT _IN_ (1)",
    "S is composed de;a is une int;END": "S is composed of;a is an int;END",
    "C is class;hérite of B;END": "C is class;inherits of B;END",
    "PROCEDURE f();CAS ERROR: x;FIN: y": "PROCEDURE f();CASE ERROR: x;END: y",
    "<COMPILE IF a=b>\nx\n<SINON IF c=d>\nx\n<ELSE SI c=d>\nx\n<ELSE>\ny\n<FIN>": "y",
}


@pytest.mark.parametrize("text", MIXED)
def test_the_words_of_a_keyword_mix_both_languages(text: str) -> None:
    assert tree(text.replace(";", "\n")) == tree(MIXED[text].replace(";", "\n"))


COMPARISONS = "= <> < <= > >= ~= ~~ [= [~ [~~ =] ~] ~~] [=] [~] [~~]"


@pytest.mark.parametrize("operator", COMPARISONS.split())
def test_every_comparison_stands_in_a_case(operator: str) -> None:
    """6.3 and 7.3: alone, without a blank after it, in a list, after an OR."""
    text = f'SELON s\nCAS {operator} "D" : a\nCASE 1, {operator}"x",{operator} :m\nCASE "b" OR {operator} "c"\nFIN'
    compared = f"CaseValue('{operator}', "
    assert tree(text) == (
        f"Switch(Name('s'), [Case([{compared}Text('D'))], [ExpressionStatement(Name('a'))]),"
        f" Case([CaseValue('', Integer(1)), {compared}Text('x')), {compared}CurrentMember('m', False))], []),"
        f" Case([CaseValue('', Text('b')), {compared}Text('c'))], [])], None)"
    )


TYPES = {
    "array of strings": "ArrayType(TypeName(['strings'], [], False, False), [], False, None)",
    "array of 5 by 7 int": "ArrayType(TypeName(['int'], [], False, False), [Integer(5), Integer(7)], False, None)",
    "array of 5,7 int": "ArrayType(TypeName(['int'], [], False, False), [Integer(5), Integer(7)], False, None)",
    "array [5,7] int": "ArrayType(TypeName(['int'], [], False, False), [Integer(5), Integer(7)], False, None)",
    "tableau de nCount chaînes": "ArrayType(TypeName(['chaînes'], [], False, False), [Name('nCount')], False, None)",
    "array of :m_n strings": "ArrayType(TypeName(['strings'], [], False, False), [CurrentMember('m_n', False)], False, None)",
    "array of unsigned int": "ArrayType(TypeName(['unsigned', 'int'], [], False, False), [], False, None)",
    "array of 8-byte int": "ArrayType(TypeName(['8', 'byte', 'int'], [], False, False), [], False, None)",
    "tableau fixe de 8 entiers": "ArrayType(TypeName(['entiers'], [], False, False), [Integer(8)], True, None)",
    "array of 2 par * chaînes": "ArrayType(TypeName(['chaînes'], [], False, False), [Integer(2), None], False, None)",
    "array <growth=1> of int": "ArrayType(TypeName(['int'], [], False, False), [], False, Integer(1))",
    "array": "ArrayType(None, [], False, None)",
    "tableau associatif (*, 0) d'entiers": "AssociativeType(TypeName(['entiers'], [], False, False), [None, Integer(0)])",
    "file d'entiers": "CollectionType('QUEUE', TypeName(['entiers'], [], False, False))",
    "entier sans signe sur 4 octets": "TypeName(['entier', 'sans', 'signe', 'sur', '4', 'octets'], [], False, False)",
    "fixed string on 20": "TypeName(['fixed', 'string', 'on', '20'], [], False, False)",
    "fixed string on N": "TypeName(['fixed', 'string', 'on'], [Name('N')], False, False)",
    "numeric(10, 2)": "TypeName(['numeric'], [Integer(10), Integer(2)], False, False)",
    "object cA dynamic": "TypeName(['cA'], [], False, True)",
    "cDossier::EKind": "TypeName(['cDossier::EKind'], [], False, False)",
    "entier?": "TypeName(['entier'], [], True, False)",
}


@pytest.mark.parametrize("phrase", TYPES)
def test_type_phrase(phrase: str) -> None:
    text = tree(f"x is {phrase}")
    assert text == f"Declaration([Name('x')], {TYPES[phrase]}, '', None, None, '')"


def procedure(text: str) -> str:
    program, found = parse(Source(text))
    assert found == []
    return shown(Program((0, 0), program.main, program.procedures))


def test_parameters() -> None:
    assert procedure("PROCEDURE PRIVATE GLOBAL f(a, LOCAL b is int = 3, c string, d : real, e <useful> = 1, *) : (int, string)").endswith(
        "Procedure('f', '', [Parameter('a', None, False, None), Parameter('b', TypeName(['int'], [], False, False), True,"
        " Integer(3)), Parameter('c', TypeName(['string'], [], False, False), False, None), Parameter('d',"
        " TypeName(['real'], [], False, False), False, None), Parameter('e', None, False, Integer(1))], True,"
        " [TypeName(['int'], [], False, False), TypeName(['string'], [], False, False)], Body([], None, None, None),"
        " ('PRIVATE', 'GLOBAL'))"
    )  # fmt: skip


def test_a_comma_before_a_digit_separates_results() -> None:
    results = parse(Source("PROCEDURE f() : (int, 8-byte int)"))[0].procedures[0].results
    assert [dump(result) for result in results] == [
        "TypeName(['int'], [], False, False)", "TypeName(['8', 'byte', 'int'], [], False, False)",
    ]  # fmt: skip


def test_durations_and_case_bounds_before_a_sign() -> None:
    assert expression('5ms =] "s"') == "Comparison([DurationLiteral(5), Text('s')], ['=]'])"
    assert tree("SWITCH n\nCASE 1 < *\nx\nEND") == (
        "Switch(Name('n'), [Case([CaseRange(Integer(1), '<', None, '')], [ExpressionStatement(Name('x'))])], None)"
    )
    growing = tree("x is fixed array of array <growth=1> of int")
    assert growing.count("Integer(1)") == 1  # of the inner array only


def test_one_type_for_several_parameters() -> None:
    program, found = parse(Source("PROCEDURE f(a, b are strings)"))
    assert found == []
    assert [dump(p.type) for p in program.procedures[0].parameters] == ["TypeName(['strings'], [], False, False)"] * 2


@pytest.mark.parametrize(
    "text", ["PROCEDURE f(s) <extension> : int", "PROCEDURE f(s) : int <extension>", "FONCTION f(s) <Extension>"]
)
def test_extension(text: str) -> None:
    assert parse(Source(text))[0].procedures[0].modifiers == ("EXTENSION",)


def test_main_code_and_procedures_in_any_order() -> None:
    program, found = parse(Source("a\nPROCEDURE f()\nb\nEND\nc\nPROCEDURE cM::g()\nd\nPROCEDURE h\ne"))
    assert found == []
    assert shown(Program((0, 0), program.main, [])) == "ExpressionStatement(Name('a')) ; ExpressionStatement(Name('c'))"
    facts = [(p.name, p.owner, dump(p.body.statements[0])) for p in program.procedures]
    assert facts == [
        (n, o, f"ExpressionStatement(Name('{b}'))") for n, o, b in (("f", "", "b"), ("g", "cM", "d"), ("h", "", "e"))
    ]


def test_handlers_at_the_end_of_a_procedure() -> None:
    program, found = parse(Source("PROCEDURE f()\nx\nCASE ERROR:\na\nCAS EXCEPTION :\nb\nFIN:\nc\nFIN\nd"))
    assert found == []
    body = program.procedures[0].body
    assert [dump(part) for part in (body.on_error, body.on_exception, body.finally_)] == [
        f"[ExpressionStatement(Name('{name}'))]" for name in "abc"
    ]
    assert dump(program.main.statements) == "[ExpressionStatement(Name('d'))]"


def test_internal_procedure_is_a_statement() -> None:
    for head in ("INTERNAL PROCEDURE f(n)", "PROCÉDURE INTERNE f(n)"):
        program, found = parse(Source(f"x\n{head}\nIF n\nEND\nEND\ny"))
        assert found == []
        assert [type(s).__name__ for s in program.main.statements] == [
            "ExpressionStatement", "InternalProcedure", "ExpressionStatement",
        ]  # fmt: skip


def test_else_with_its_action_on_the_line() -> None:
    both = tree("IF a THEN\nx\nELSE y\nEND\nz")
    assert both.count("If(") == 1
    assert both.endswith("; ExpressionStatement(Name('z'))")
    loop = tree("LOOP\nIF a THEN\nx\nELSE y\nEND\nz")  # the one END closes the loop: the IF had ended with its line
    assert loop.startswith("Loop(None, [If(")
    assert loop.endswith("; ExpressionStatement(Name('z'))")


ERRORS = {
    'x = "no end\ny = 1': [("unclosed-text", 1, 5)],
    "x = (1 + 2\ny = 3\nz = = 4": [("unclosed-bracket", 1, 5), ("operand-expected", 3, 5)],
    "f(1, 2\nIF a THEN\nb\nEND": [("unclosed-bracket", 1, 2)],
    "x = [\nnever": [("unclosed-lines", 1, 5)],
    "IF a THEN\nx = 1": [("unclosed-block", 1, 1)],
    "IF a THEN\nFOR i = 1 TO 3\nEND": [("unclosed-block", 1, 1)],
    "x = 1\nEND": [("stray-end", 2, 1)],
    "SINON\nx": [("stray-word", 1, 1)],
    "CASE 1\nx": [("stray-word", 1, 1)],
    "IF a x = 1": [("missing-then", 1, 6)],
    # THEN is missing: a statement on the line of the IF, unless the next line is indented deeper
    "IF i > 5 BREAK\ny": [("missing-then", 1, 10)],
    "FOR i = 1 TO 3\n\tSI i > 5 SORTIR\nEND\nx": [("missing-then", 2, 11)],
    "IF a Trace(1)\n\nx": [("missing-then", 1, 6)],
    "IF a :x = 1": [("missing-then", 1, 6)],
    "IF a x++; y ELSE z": [("missing-then", 1, 6)],
    "IF a Trace(1)\n\n\tx\nEND": [("unexpected", 1, 6)],
    "IF a x = 1\n\ty\nEND": [("unexpected", 1, 6)],
    "IF a\nx\nELSE IF b RETURN\ny\nEND": [("unexpected", 3, 11)],
    "IF a b\nx\nEND": [("unexpected", 1, 6)],
    "IF THEN\nx\nEND": [("operand-expected", 1, 4)],
    "f(1; 2)": [("unexpected-end", 1, 3)],
    "IF a THEN x; END": [("operand-expected", 1, 14)],
    "POUR i = 1 10\nFIN": [("unexpected", 1, 12)],
    "FOR i\nx\nEND": [("unexpected-end", 1, 5)],
    "Trace(\"a\" \"b\")": [("unexpected", 1, 11)],
    "x = )": [("operand-expected", 1, 5)],
    "x is array of": [("type-expected", 1, 6)],
    "s[[1]": [("unexpected", 1, 5)],
    "f(x))": [("stray-bracket", 1, 5)],
    "PROCEDURE\nx": [("name-expected", 1, 9)],
    "a, b = 3": [("unexpected", 1, 6)],
    "END PROCEDURE": [("unexpected", 1, 5)],
    "WHEN EXCEPTION IN\nx\nEND": [("unexpected", 3, 1)],
    "IF (a THEN\nx\nEND": [("unclosed-bracket", 1, 4)],
    "SWITCH x\ny\nEND": [("unexpected", 2, 1)],
    "x is\ny = 1": [("type-expected", 1, 4)],
    "SWITCH x\nCASE ELSE: y\nCASE > 1 TO 2\nCASE 1 TO 2 TO 3\nEND": [
        ("unexpected", 2, 6), ("unexpected", 3, 10), ("unexpected", 4, 13),
    ],
    "m.\ny = 1": [("name-expected", 1, 2)],
    "5minutes = 1": [("name-starts-with-digit", 1, 1)],
    "x = 'a'": [("single-quote", 1, 5)],
    "1 = 3": [("not-assignable", 1, 1)],
    "x = (a, , b)": [("empty-place", 1, 5)],
    "IF a THEN\nx\nEND IF\ny = = 1": [("unexpected", 3, 5), ("operand-expected", 4, 5)],
    "x = f(1,\n2 3,\n4)\ny = = 1": [("unexpected", 2, 3), ("operand-expected", 4, 5)],
    "PROCEDURE f(\nx = 1\nPROCEDURE g()\n": [("unclosed-bracket", 1, 12)],
    "IF a THEN\nx = 1 PROCEDURE f\nEND": [("unexpected", 2, 7)],
    "IF a THEN\n// some words about it\nPRIVATE PROCEDURE g()\ny": [("unclosed-block", 1, 1)],
    "PROCEDURE f()\nIF a THEN\nx\nPROCEDURE g()\ny": [("unclosed-block", 2, 1)],
    "a = = 1\nb = 2\nc = )\nd(\ne = 3\nf is\ng = 'x'": [
        ("operand-expected", 1, 5), ("operand-expected", 3, 5), ("unclosed-bracket", 4, 2), ("type-expected", 6, 4),
        ("single-quote", 7, 5),
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", ERRORS)
def test_error(text: str) -> None:
    assert errors(text) == ERRORS[text]


def test_the_block_that_lacks_its_end_is_told_by_the_indentation() -> None:
    assert errors("FOR i = 1 TO 3\n\tWHILE b\n\t\tIF a THEN\n\t\t\tx\n\tEND\nEND") == [("unclosed-block", 3, 3)]
    assert errors("FOR i = 1 TO 3\n\tx\nIF a THEN\n\tx\nEND") == [("unclosed-block", 1, 1)]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ('Info "x"', "unexpected", 'arguments stand between parentheses: Info("x")'),
        ("x := 1", "unexpected", "an assignment is written with = alone"),
        ("c est monétaire = 12,50", "unexpected", "decimals follow a point: 12.50"),
        ("IF a != b THEN x", "strange-character", "different is <>, not is NOT (PAS)"),
        ("IF i > 5 BREAK", "missing-then", "THEN is missing; what follows is read as the action of this line"),
        ("SI i > 5 Trace(i)", "missing-then", "ALORS is missing; what follows is read as the action of this line"),
        ("SI a b ALORS\nFIN", "unexpected", ""),
        ("procédure f()\n{\nx\n}", "braces", "leave the braces out and close every block with FIN"),
        ("IF a\nx\nENDIF", "false-end", "every block is closed by END alone"),
        ("SI a\nx\nFINSI", "false-end", "every block is closed by FIN alone"),
        ("IF a\nx\nEND IF", "unexpected", "every block is closed by END (FIN) alone"),
        ("<COMPILE IF a=b>\nx", "unclosed-directive", ""),
    ],
)
def test_hints(text: str, code: str, hint: str) -> None:
    assert [(d.code, d.hint) for d in parse(Source(text))[1]] == [(code, hint)]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("text", ERRORS)
def test_error_with_other_line_ends(text: str, line_end: str) -> None:
    assert errors(text.replace("\n", line_end)) == ERRORS[text]


def test_a_one_line_if_without_then_is_read_with_a_warning() -> None:
    program, found = parse(Source("SI a = 2 b = Vrai\nx"))
    assert [(d.severity, d.message) for d in found] == [
        ("warning", "expected ALORS or a new line before «b»"),
    ]
    assert [type(s).__name__ for s in program.main.statements] == ["If", "ExpressionStatement"]
    assert dump(program.main.statements[0].branches[0].body) == "[Assign(Name('b'), '=', Boolean(True))]"  # type: ignore[attr-defined]


BRACED = """procédure f(a) : booléen {
\tSI a ALORS
\t{
\t\tpour tout pj de t { // each
\t\t\tg({"x"}, b => { c })
\t\t}
\t}sinon{
\t\tx = = 1
\t}
\tRENVOYER vrai
}
procédure h(){ }
y"""


def test_blocks_in_braces_are_one_error_and_the_rest_is_read() -> None:
    assert errors(BRACED) == [("braces", 1, 26), ("operand-expected", 8, 7), ("unexpected", 12, 14)]
    program, found = parse(Source(BRACED.replace("= =", "=").replace("procédure h(){ }\n", "")))
    assert [d.code for d in found] == ["braces"]
    assert shown(program) == shown(parse(Source(
        "y\nPROCEDURE f(a) : booléen\nSI a ALORS\nPOUR TOUT pj DE t\ng({\"x\"}, b => { c })\nFIN\nSINON\nx = 1\nFIN\n"
        "RENVOYER Vrai"
    ))[0])  # fmt: skip


def test_what_stands_before_the_start_is_not_read_for_its_braces() -> None:
    """An included file follows the program that includes it, whose errors have been told."""
    before = "x = = 3\n"
    source = Source(before + "IF True {\n    Trace(1)\n}\n")
    assert [(d.code, d.span) for d in parse(source, len(before))[1]] == [("braces", (16, 17))]


def test_a_bracket_left_open_is_not_taken_for_a_block_in_braces() -> None:
    assert errors('x = {"a"\ny = 1') == [("unclosed-bracket", 1, 5)]


def test_messages_use_the_words_of_the_program() -> None:
    def message(text: str) -> str:
        return parse(Source(text))[1][0].message

    assert message("SI a ALORS\nx") == "this SI has no FIN"
    assert message("while a\nx") == "this while has no END"
    assert message("IF a b\nEND") == "expected THEN or a new line before «b»"
    assert message("SI a b\nFIN") == "expected ALORS or a new line before «b»"
    assert message("x\nFin") == "this Fin closes nothing"


def test_blocks_survive_a_bad_line() -> None:
    program, found = parse(Source("IF ( THEN\nx\nELSE IF )\ny\nEND\nFOR i = 1 é 3\nz\nEND\nw"))
    assert len(found) == 3
    assert [type(s).__name__ for s in program.main.statements] == ["If", "For", "ExpressionStatement"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IF a THEN", True), ("IF a THEN\nx\nEND", False), ("x = f(1,", True), ("x = 1 + ...", True), ("x = [\nabc", True),
        ("PROCEDURE f()", False), ("x = 1", False), ("x = )", False), ("", False), ("x = 1 +", True), ("IF a THEN x", False),
        ("LOOP\nx\nTO DO WHILE a", False), ("x = \"a", False), ("INTERNAL PROCEDURE f()\nx", True),
    ],
)  # fmt: skip
def test_incomplete(text: str, expected: bool) -> None:
    assert is_incomplete(Source(text)) is expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_parse(path: Path) -> None:
    assert parse(Source.read(path))[1] == []


WORDS = """( ) [ ] { } [[ ]] " “ ' ` ; : . .. :: ... < > <= => <- = ~= [= =] + - * / , IF THEN ELSE END FIN SI FOR EACH
POUR TOUT CASE ERROR SWITCH PROCEDURE INTERNAL LOCAL is est A TO PAS NOT IN AND d' 5min 1 /* */ // [% %] <§ §> <COMPILE
IF a=b> <END> Structure Class WHEN EXCEPTION DO LOOP x y é"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n[\n", "\n]", "\t", "[\n", "\0", "\u2028"])


def check_anything(text: str) -> None:
    program, found = parse(Source(text))
    assert isinstance(program, Program)
    for diagnostic in found:
        assert diagnostic.message
        assert diagnostic.span is not None
        assert 0 <= diagnostic.span[0] <= diagnostic.span[1] <= len(text)
    assert is_incomplete(Source(text)) in (True, False)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_words(text: str) -> None:
    check_anything(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    check_anything(text.lstrip("\ufeff"))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SAMPLES), st.integers(0, 4000), st.integers(0, 12), PIECES)
def test_damaged_programs(path: Path, at: int, cut: int, piece: str) -> None:
    text = Source.read(path).text
    check_anything(text[:at])
    check_anything(text[:at] + piece + text[at + cut :])


@pytest.mark.parametrize("depth", [100, 5000])
@pytest.mark.parametrize(
    ("opening", "middle", "closing"),
    [
        ("(", "1", ")"), ("f(", "1", ")"), ("[", "1", "]"), ("{", "1", "}"), ("IF a THEN\n", "", "END\n"),
        ("f(\n", "", ""), ("NOT ", "a", ""), ("a ? b ELSE ", "c", ""), ("IF a THEN ", "x", ""), ("x => ", "y", ""), ("[%", "", ""),
        ("SWITCH a\nCASE 1\n", "", "END\n"), ("x = [\n", "", ""), ("a + ", "b", ""), ("a.b", "", ""), ("array of ", "int", ""),
    ],
)  # fmt: skip
def test_deep_nesting(opening: str, middle: str, closing: str, depth: int) -> None:
    text = "x = " + opening * depth + middle + closing * depth
    found = parse(Source(text))[1]
    if depth == 100 and opening in ("(", "f(", "[", "{", "NOT ", "a + "):
        assert found == []
