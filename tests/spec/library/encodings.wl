Trace(Encode("hello", encodeBASE64), Decode("aGVsbG8=", encodeBASE64))
Trace(Length(StringToUTF8("été")), UTF8ToString(StringToUTF8("été")))
Trace(URLEncode("a b"), HTMLToText("<p>Hello&nbsp;&amp; <b>bye</b></p>") [= "Hello")
Trace(BufferToHexa("AB"), BufferToHexa("AB", NoGrouping))
