"""Regular expressions of the lexer: tokens, and what may follow a word or a sign (language.md 2, 3 and 16)."""

from __future__ import annotations

import re

BLANK = r"[ \t\xa0\f\v]"
LINE_END = r"(?://[^\r\n]*)?(?:\r\n|[\r\n])"
# Every sign of the grammar, the longest first; a test compares this with the grammar.
_SIGN = (
    r"\?\?=\*|\?\?[*=]?|\?[!.]?|<(?:=>?|[->§])?|>[=>]?|=[=>\]]?|~(?:~\]?|[\]=])|\[(?:~~?\]?|=\]?|\[)?|\]\]?|"
    r"\+[+=]?|-[-=]?|[*/]=?|\|\|?|::?|\.\.?|[&^%(){},;'’]"
)
TOKEN = re.compile(
    rf"""(?:{BLANK}+|/\*[\s\S]*?(?:\*/|\Z)|\.{{3,}}{BLANK}*(?:{LINE_END}(?:{BLANK}*{LINE_END})*|(?://[^\r\n]*)?\Z)|<§[a-z]+:\d+§>)*(?:
    (?P<word>[^\W\d][\w@°]*)
   |(?P<newline>{LINE_END}(?:{BLANK}*{LINE_END})*|//[^\r\n]*\Z)
   |(?P<string>"(?:[^"\r\n]|"")*"|“[^“”"\r\n]*[“”"]|`[^`\r\n]*`)
   |(?P<duration>(?:\d+(?:\.\d+)?[ \xa0]*(?:[mM][sS]|[mM][iI][nN]|[sShHjJdD])\b(?!['’])[ \xa0]*)+
      (?![ \xa0]*(?:=(?!\])|\()))
   |(?P<number>0[xX]_?[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+|[ ][0-9A-Fa-f]{{2}}(?!\w))*
      |0[bB]_?[01]+(?:_[01]+)*|0[nNmM]\d+(?:\.\d+)?
      |\d{{1,3}}(?:[_ \xa0]\d{{3}})+(?!\w)(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
   |(?P<sign>{_SIGN})
   |(?P<end>\Z)
   |(?P<other>[\s\S]))""".replace("\n", "")
    .replace("   |(?P", "|(?P")
    .replace("    (?P", "(?P")
    .replace("      |", "|")
    .replace("      (?!", "(?!"),
)
WORD = re.compile(rf"{BLANK}*([^\W\d][\w@°]*)")
NEXT_WORD = re.compile(rf"{BLANK}+([^\W\d][\w@°]*)")
QUOTED = re.compile(r"['’]([^'’\r\n]*)['’]")
COLON_AFTER = re.compile(rf"{BLANK}*:(?!:)")
LABEL_AFTER = re.compile(rf"{BLANK}*:{BLANK}*(?=//|[\r\n]|\Z)")
OPERAND_AFTER = re.compile(rf'{BLANK}*(?:\.{{3,}}|[\w"“`(\[{{:+\-.&]|<§)')
PAREN_AFTER = re.compile(rf"{BLANK}*\(")
LINE_AFTER = re.compile(rf"{BLANK}*(?=//|[\r\n;]|\Z)")
# After a word that could open a statement: it is a variable (16-4).
VARIABLE_AFTER = re.compile(
    rf"{BLANK}*(?:=(?!\])|\+=|-=|\*=|/=|<=>|<-(?!\d)|\?\?=|(?:\+\+|--)(?={BLANK}*(?://|[\r\n;]|\Z)))|{BLANK}+(?i:is|are|est|sont)\b|\.\.?[^\W\d]|:[^\W\d]|\[(?!{BLANK}*[\r\n])"
)
ATTRIBUTES = re.compile(r'<[ \t\xa0]*[^\W\d](?:[^<>"\r\n]|"[^"\r\n]*"|<[^<>\r\n]*>)*>')
ATTRIBUTES_END = re.compile(rf"(?!=){BLANK}*(?://|[\r\n,);=]|\Z)")
NAMED = re.compile(rf"<{BLANK}*([^\W\d][\w@°]*){BLANK}*>{BLANK}*:")
RESOURCE = re.compile(r"<§[^\r\n]*?§>")
LINES_OPEN = re.compile(r'\[(["`]?)[ \t\xa0]*(\r\n|[\r\n])')
LONE_BRACKET = re.compile(r'[ \t\xa0]*\[["`]?[ \t\xa0]*[\r\n]')
HEAD_WORDS = re.compile(rf"(?:{BLANK}+[^\W\d]\w*)*")
CLOSES_OR_GOES_ON = re.compile(rf"{BLANK}*[\],]")
END_WORD = re.compile(rf"{BLANK}*(?:END|FIN)\b(?!{BLANK}*:)", re.I)
DIGIT_AFTER = re.compile(r"[ \t]*\d")
# A semicolon that separates nothing: before another, a line end or an ELSE (if that is the ELSE of a one-line IF).
USELESS_SEMICOLON = re.compile(rf"{BLANK}*(?:;|//|[\r\n]|\Z|((?i:else|sinon)\b))")
TYPE_ENDS = re.compile(r"[ \t\xa0]*(?:[\r\n;=,)]|//|<-|<=|\Z)")
"""What stands after a type, never in its place."""
