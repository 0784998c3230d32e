"""What must never happen on the wire: scripted servers that pipeline, take chunks, count recipients, and misbehave."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers.portal import portal as portal
from servers.scripted import ScriptedServer, Talk, hang_up, stall

from wlmail.mail.envelope import Envelope
from wlmail.mail.portal import Portal
from wlmail.mail.protocol import PIECE, Delivery, dot_stuffed, with_line_ends
from wlmail.mail.replies import Garbage, Offer, Reply, ReplyReader
from wlmail.mail.smtp import Connection, MailError, Settings

DATA = b"From: a@example.com\r\nSubject: x\r\n\r\n.a dot\r\nend\r\n"
PIPELINING = ("PIPELINING", "8BITMIME")
CHUNKING = ("PIPELINING", "CHUNKING")


def envelope(*recipients: str, data: bytes = DATA) -> Envelope:
    return Envelope("a@example.com", list(recipients or ("b@example.com",)), data, "<1@example.com>")


def connect(portal: Portal, server: ScriptedServer, timeout: float = 30.0, deadline: float | None = None) -> Connection:
    chosen = Settings("127.0.0.1", server.port, timeout=timeout, local_hostname="client.test")
    chosen.deadline = deadline
    return portal.connect(chosen)


def grouped(server: ScriptedServer) -> list[list[str]]:
    """The verbs that came in one packet with another, as far as the server can tell."""
    return [[line.split(b" ")[0].decode().upper() for line in group] for group in server.groups]


# --- Groups ----------------------------------------------------------------------------------------------------------


def test_a_group_goes_out_in_one_write(portal: Portal) -> None:
    with ScriptedServer(extensions=PIPELINING) as server:
        connection = connect(portal, server)
        result = connection.send(envelope("b@example.com", "c@example.com"))
        connection.close()
    assert result.refused == {}
    assert ["MAIL", "RCPT", "RCPT", "DATA"] in grouped(server)
    assert server.messages == [DATA]


def test_a_chunk_goes_out_with_its_recipients(portal: Portal) -> None:
    with ScriptedServer(extensions=CHUNKING) as server:
        connection = connect(portal, server)
        for _ in range(2):
            connection.send(envelope("b@example.com", "c@example.com"))
        connection.close()
    assert grouped(server).count(["MAIL", "RCPT", "RCPT", "BDAT"]) == 2
    assert server.messages == [DATA, DATA]


def test_without_pipelining_every_reply_is_awaited(portal: Portal) -> None:
    with ScriptedServer(extensions=("CHUNKING",)) as server:
        connection = connect(portal, server)
        connection.send(envelope("b@example.com", "c@example.com"))
        connection.close()
    assert all(len(group) == 1 for group in grouped(server))
    assert "BDAT" not in server.verbs


@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
def test_long_messages_arrive_whole(portal: Portal, extensions: tuple[str, ...]) -> None:
    data = (b"." + b"x" * 75 + b"\r\n") * 10_000
    with ScriptedServer(extensions=extensions) as server:
        connection = connect(portal, server)
        connection.send(envelope(data=data))
        connection.send(envelope())
        connection.close()
    assert server.messages == [data, DATA]


def refuse(*addresses: bytes) -> object:
    def answer(talk: Talk) -> bool:
        line = talk.server.lines[-1]
        return talk.say("550 5.1.1 unknown" if any(address in line for address in addresses) else "250 ok")

    return answer


@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
def test_refused_recipients_in_a_group_are_data(portal: Portal, extensions: tuple[str, ...]) -> None:
    with ScriptedServer({"RCPT": refuse(b"b@", b"d@")}, extensions=extensions) as server:  # type: ignore[dict-item]
        connection = connect(portal, server)
        result = connection.send(envelope("b@example.com", "c@example.com", "d@example.com"))
        assert list(result.refused) == ["b@example.com", "d@example.com"]
        with pytest.raises(MailError, match="unknown") as caught:
            connection.send(envelope("b@example.com", "d@example.com"))
        assert caught.value.phase == "rcpt"
        connection.send(envelope("c@example.com"))
        connection.close()
    # An empty one is the lone dot that ends a 354 for nobody.
    assert [message for message in server.messages if message] == [DATA, DATA]
    assert server.connections == 1


def test_354_for_nobody_ends_with_a_lone_dot(portal: Portal) -> None:
    script = {"RCPT": "550 no", "DATA": lambda talk: talk.say("354 go on")}
    with ScriptedServer(script, extensions=PIPELINING) as server:  # type: ignore[arg-type]
        connection = connect(portal, server)
        with pytest.raises(MailError, match="550 no"):
            connection.send(envelope())
        assert connection.is_open
        connection.close()
    assert server.messages in ([], [b""])
    assert b"From:" not in b"".join(server.messages)


@pytest.mark.parametrize("extensions", [PIPELINING, CHUNKING])
@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
def test_a_drop_in_the_middle_of_a_group(portal: Portal, extensions: tuple[str, ...], verb: str) -> None:
    with ScriptedServer({verb: hang_up}, extensions=extensions) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError) as caught:
            connection.send(envelope())
        # A chunk has been handed over whole: nobody can know what the server did with it.
        unknown = extensions is CHUNKING
        assert ("outcome is unknown" in caught.value.message) == unknown
        assert not connection.is_open
    assert server.connections == 1
    assert not server.messages


@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
def test_a_drop_after_the_final_dot_is_an_unknown_outcome(portal: Portal, extensions: tuple[str, ...]) -> None:
    with ScriptedServer({"content": hang_up}, extensions=extensions) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match="outcome is unknown"):
            connection.send(envelope())
        with pytest.raises(MailError):
            connection.send(envelope())
    assert server.connections == 1
    assert server.verbs.count("MAIL") == 1


@pytest.mark.parametrize("extensions", [PIPELINING, CHUNKING])
def test_421_to_the_first_of_a_group_is_no_doubt(portal: Portal, extensions: tuple[str, ...]) -> None:
    def leave(talk: Talk) -> bool:
        talk.say("421 4.7.0 too many messages")
        return False

    with ScriptedServer({"MAIL": leave}, extensions=extensions) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match=r"421 4\.7\.0 too many messages") as caught:
            connection.send(envelope())
        assert "unknown" not in caught.value.message
        assert not connection.is_open


# --- Recipients ------------------------------------------------------------------------------------------------------


def at_most(limit: int, reply: str) -> dict[str, object]:
    """A server that takes so many recipients in one transaction, and hangs up after 20 refusals, as Postfix does."""
    counted = {"taken": 0, "errors": 0}

    def mail(talk: Talk) -> bool:
        counted["taken"] = 0
        return talk.say("250 ok")

    def rcpt(talk: Talk) -> bool:
        counted["taken"] += 1
        if counted["taken"] <= limit:
            return talk.say("250 ok")
        counted["errors"] += 1
        if counted["errors"] > 20:
            talk.say("421 4.7.0 too many errors")
            return False
        return talk.say(reply)

    def content(talk: Talk) -> bool:
        counted["errors"] = 0
        talk.server.messages.append(b"taken")
        return talk.say("250 queued")

    return {"MAIL": mail, "RCPT": rcpt, "content": content}


@pytest.mark.parametrize("extensions", [PIPELINING, CHUNKING])
def test_ten_thousand_recipients_are_split(portal: Portal, extensions: tuple[str, ...]) -> None:
    everybody = [f"user{i}@example.com" for i in range(10_000)]
    script = at_most(1000, "452 4.5.3 Error: too many recipients")
    with ScriptedServer(script, extensions=extensions) as server:  # type: ignore[arg-type]
        connection = connect(portal, server)
        result = connection.send(envelope(*everybody))
        assert result.refused == {}
        connection.close()
    assert len(server.messages) == 10
    served = [line[9:-1].decode() for line in server.lines if line.startswith(b"RCPT")]
    assert set(served) == set(everybody)


def test_a_limit_that_the_server_tells_is_kept(portal: Portal) -> None:
    with ScriptedServer(extensions=(*PIPELINING, "LIMITS RCPTMAX=3")) as server:
        connection = connect(portal, server)
        connection.send(envelope(*(f"user{i}@example.com" for i in range(7))))
        connection.close()
    assert [verb for verb in server.verbs if verb in ("MAIL", "RCPT")] == [
        *("MAIL", "RCPT", "RCPT", "RCPT") * 2,
        *("MAIL", "RCPT"),
    ]


def test_the_rest_of_the_recipients_is_told_when_a_later_part_fails(portal: Portal) -> None:
    seen: list[bytes] = []

    def second_refused(talk: Talk) -> bool:
        seen.append(b"")
        return talk.say("250 ok" if len(seen) == 1 else "451 4.3.2 later")

    with ScriptedServer({"MAIL": second_refused}, extensions=("PIPELINING", "LIMITS RCPTMAX=2")) as server:
        connection = connect(portal, server)
        result = connection.send(envelope("a@example.com", "b@example.com", "c@example.com"))
        connection.close()
    assert result.refused == {"c@example.com": (451, "4.3.2 later")}
    assert [message for message in server.messages if message] == [DATA]


# --- Servers out of step ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
def test_an_answer_that_fits_no_question_ends_the_connection(
    portal: Portal, extensions: tuple[str, ...], verb: str
) -> None:
    with ScriptedServer({verb: "354 go on"}, extensions=extensions) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match="354"):
            connection.send(envelope())
        assert not connection.is_open
    assert not server.messages or extensions is CHUNKING


def test_a_reply_too_many_is_not_taken_for_the_next_answer(portal: Portal) -> None:
    told = threading.Event()

    def twice(talk: Talk) -> bool:
        talk.say("250 queued", "250 and again")
        told.set()
        return True

    with ScriptedServer({"content": twice}, extensions=PIPELINING) as server:
        connection = connect(portal, server)
        connection.send(envelope())
        assert told.wait(5)
        with pytest.raises(MailError, match="250 and again"):
            connection.send(envelope())
        assert not connection.is_open
    assert server.verbs.count("MAIL") == 1


def test_slow_drips_are_silence(portal: Portal) -> None:
    """Bytes that never become a line are no sign of life."""
    over = threading.Event()

    def drip(talk: Talk) -> bool:
        for _ in range(100):
            if over.wait(0.1):
                break
            talk.sock.sendall(b"2")
        return False

    with ScriptedServer({"MAIL": drip}) as server:
        connection = connect(portal, server, timeout=1.0)
        with pytest.raises(MailError, match="silent for 1 seconds"):
            connection.send(envelope())
        over.set()


def test_a_deadline_ends_what_is_only_slow(portal: Portal) -> None:
    over = threading.Event()

    def slow(talk: Talk) -> bool:
        for _ in range(100):
            if over.wait(0.1):
                break
            talk.say("250-still busy")
        return False

    with ScriptedServer({"content": slow}) as server:
        connection = connect(portal, server, deadline=0.5)
        with pytest.raises(MailError, match=r"had not finished after 0\.5 seconds.*outcome is unknown"):
            connection.send(envelope())
        over.set()
    assert server.verbs.count("MAIL") == 1


@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
def test_a_stall_is_given_up(portal: Portal, extensions: tuple[str, ...]) -> None:
    with ScriptedServer({"RCPT": stall}, extensions=extensions) as server:
        connection = connect(portal, server, timeout=0.5)
        with pytest.raises(MailError, match=r"silent for 0\.5 seconds"):
            connection.send(envelope())
        portal.close()
    assert server.connections == 1


@pytest.mark.parametrize("text", ["b@example.com>\r\nRCPT TO:<c@evil.test", "b\n@example.com", "b\0@example.com"])
def test_control_characters_in_addresses_never_reach_the_wire(portal: Portal, text: str) -> None:
    with ScriptedServer(extensions=PIPELINING) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match="control character"):
            connection.send(envelope(text))
        with pytest.raises(MailError, match="control character"):
            connection.send(Envelope(text, ["b@example.com"], DATA))
        connection.close()
    assert server.verbs == ["EHLO", "QUIT"]


def test_two_sessions_do_not_mix(portal: Portal) -> None:
    with ScriptedServer(extensions=PIPELINING) as one, ScriptedServer({"RCPT": "550 no"}, extensions=CHUNKING) as other:
        first, second = connect(portal, one), connect(portal, other)
        for _ in range(3):
            assert first.send(envelope()).refused == {}
            with pytest.raises(MailError, match="550 no"):
                second.send(envelope())
        first.close()
        second.close()
    assert one.messages == [DATA] * 3
    assert other.messages == []


# --- The machine, without a socket -----------------------------------------------------------------------------------

OFFERS = st.sampled_from([{}, {"pipelining": ""}, {"pipelining": "", "chunking": ""}, {"size": "9", "chunking": ""}])
CODES = st.sampled_from([250, 250, 250, 251, 354, 354, 421, 450, 452, 500, 550, 552, 554, 220, 334])


@settings(max_examples=300, deadline=None)
@given(OFFERS, st.integers(1, 300), st.lists(CODES, max_size=700), st.booleans())
def test_whatever_is_answered_a_delivery_ends_or_waits(
    offer: dict[str, str], recipients: int, codes: list[int], long: bool
) -> None:
    """It never sends a content that nobody is to get after an answer that forbids it, and counts nobody twice."""
    data = DATA if not long else b"x" * 70 + b"\r\n"
    everybody = [f"user{i}@example.com" for i in range(recipients)]
    delivery = Delivery(envelope(*everybody, data=data), Offer(offer))
    b"".join(delivery.take())
    for code in codes:
        if delivery.done:
            break
        delivery.answered(Reply(code, "x"))
        b"".join(delivery.take())
    served = delivery.delivered
    assert len(set(served)) == len(served)
    assert not set(served) & set(delivery.refused)
    assert set(delivery.unsent) == set(everybody) - set(served) - set(delivery.refused)
    assert (delivery.final is not None) == bool(served)
    if delivery.done:
        assert delivery.final or delivery.failure or delivery.refused
        assert not delivery.in_doubt


@given(st.binary(max_size=400), st.integers(0, 3))
def test_a_content_is_read_back_as_it_was(data: bytes, place: int) -> None:
    """Dots are doubled wherever a piece begins; a receiver takes them off again."""
    data = with_line_ends(b"x" * (PIECE - place) + b"\r\n." + data)
    sent = b"".join(dot_stuffed(data))
    assert sent.endswith(b"\r\n.\r\n")
    read = (b"\r\n" + sent[:-3]).replace(b"\r\n.", b"\r\n")[2:]
    assert read == data if data.endswith(b"\r\n") else read == data + b"\r\n"
    assert b"\r\n.\r\n" not in sent[:-5]


@given(st.binary(max_size=2000), st.integers(1, 50))
def test_replies_do_not_depend_on_how_they_are_cut(data: bytes, size: int) -> None:
    def read(pieces: list[bytes]) -> tuple[list[Reply], bool]:
        reader = ReplyReader()
        try:
            for piece in pieces:
                reader.feed(piece)
        except Garbage:
            return list(reader.replies), True
        return list(reader.replies), False

    data = b"250-one\r\n250 two\r\n" + data + b"\r\n"
    assert read([data]) == read([data[i : i + size] for i in range(0, len(data), size)])
