// Codages, empreintes et balisage sous leurs deux noms (stdlib.md 1.2, 1.3).
Trace(AnsiVersUnicode("é"), AnsiToUnicode(fChargeBuffer("absent")) = "", UnicodeVersAnsi("é"), UnicodeToAnsi("漢é"))
bUTF8 est un Buffer = ChaîneVersUTF8("é")
Trace(BufferVersHexa(bUTF8), BufferToHexa(StringToUTF8("€a"), NoGrouping), UTF8VersChaîne(bUTF8), UTF8ToString(bUTF8))
Trace(UTF8VersAnsi(bUTF8), UTF8ToAnsi(bUTF8), UTF8VersUnicode(bUTF8), UTF8ToUnicode(bUTF8))
Trace(OEMVersAnsi(AnsiVersOEM("é")), OEMToAnsi(AnsiToOEM("à")))
Trace(BufferToHexa(HexaToBuffer("9F 04 F4")), BufferVersHexa(HexaVersBuffer("9f04f4"), 2), BufferVersHexa(HexaVersBuffer("0102030405"), SansRegroupement))
Trace(Encode("abc", encodeBASE64), Decode("YWJj", encodeBASE64), Encode("a?b", encodeURL), Decode("a%3Fb", encodeURL), Encode("??>", encodeBASE64URL))
Trace(UTF8VersChaîne(Decode(Encode(ChaîneVersUTF8("mot de passe é"), encodeBASE64), encodeBASE64)))
Trace(URLEncode("http://x.test/a b?c=é"), URLEncode("a/b?c d", encodeURLParameter), URLDécode("a%20b%C3%A9"), URLDecode("%41"))
Trace(Remplace(HTMLVersTexte("<style>x</style><p>Bonjour&nbsp;<b>Zoé</b> &amp; co</p><p>2</p>"), RC, "|"), HTMLToText("<script>x</script>a<br>b"))
Trace(TexteVersHTML("a<b & ""c""" + RC + "d"), TextToHTML("é"))

// Empreintes : des octets.
Trace(BufferVersHexa(HashChaîne(HA_MD5_128, "abc"), SansRegroupement))
Trace(BufferToHexa(HashString(HA_SHA_160, "abc"), NoGrouping))
Trace(BufferVersHexa(HashChaîne(HA_SHA_256, "abc"), SansRegroupement) = BufferToHexa(HashString(HA_SHA_256, "abc"), NoGrouping))
Trace(BufferToHexa(HashString(HA_HMAC_SHA_256, "abc", "key"), NoGrouping))
Trace(BufferToHexa(HashString(HA_CRC_32, "123456789"), NoGrouping), HashVérifieChaîne(HA_MD5_128, "abc", HashChaîne(HA_MD5_128, "abc")), HashCheckString(HA_MD5_128, "abd", HashChaîne(HA_MD5_128, "abc")))
// Une clé tirée d'un mot de passe et d'un sel (PBKDF2) ; la longueur est celle de l'empreinte, ou celle demandée.
Trace(BufferToHexa(HashString(HA_HMAC_SHA_160, "password", "salt", 2), NoGrouping))
Trace(BufferVersHexa(HashChaîne(HA_HMAC_SHA_256, "password", "salt", 1, 8), SansRegroupement))
QUAND EXCEPTION DANS
	HashChaîne(HA_HMAC_TIGER_192, "abc", "clé")
FAIRE
	Trace(ExceptionInfo())
FIN
fSauveTexte("empreinte.txt", "abc")
Trace(HashFichier(HA_SHA_256, "empreinte.txt") = HashChaîne(HA_SHA_256, "abc"), Taille(HashFile(HA_MD5_128, "absent.txt")), ErreurDétectée)
fSupprime("empreinte.txt")
Trace(Crypte("abc", "", crypteAucun, encodeBASE64), Décrypte("YWJj", "", crypteAucun, encodeBASE64), Crypt("abc", "", compressNone, encodeBASE64), Uncrypt("YWJj", "", cryptNone, encodeBASE64))
Trace(Taille(DonneGUID()), Length(GetGUID(guidFormatted)), Length(GetUUID()), DonneGUID() = DonneGUID(), Taille(GénèreMotDePasse(12)), Length(GeneratePassword(8)))
QUAND EXCEPTION DANS
	Trace(Crypte("abc", "secret"))
FAIRE
	Trace(Position(ExceptionInfo(), "secret"), ExtraitChaîne(ExceptionInfo(), 1, ";"))
FIN
// L'adresse entière doit convenir ; les groupes remplissent les variables.
sNom, sDomaine sont des chaînes
Trace(VérifieExpressionRégulière("jo@x.test", "([-.a-z0-9]+)[@]([-.a-z0-9]+)", sNom, sDomaine), sNom, sDomaine)
Trace(MatchRegularExpression("jo@x.test !", "[-.a-z0-9]+[@][-.a-z0-9]+[.][a-z]{2,4}"), MatchRegularExpression("A", "a"), VérifieExpressionRégulière("ab", "a|b"))
