"""Ctrl-C and time limits while mail is under way: they reach the program at once, and no half message is left."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import threading

import pytest
from servers.portal import portal as portal
from servers.scripted import ScriptedServer, Talk

from wlmail.mail.blocking import BlockingLoop
from wlmail.mail.envelope import Envelope
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import OUTCOME_UNKNOWN, Connection, Security, Settings

DATA = b"From: a@example.com\r\nSubject: x\r\n\r\ntext\r\n"


def envelope() -> Envelope:
    return Envelope("a@example.com", ["b@example.com"], DATA, "<1@example.com>")


def connect(portal: Portal, server: ScriptedServer, timeout: float = 30.0) -> Connection:
    return portal.connect(Settings("127.0.0.1", server.port, timeout=timeout, local_hostname="client.test"))


@pytest.mark.parametrize("verb", ["greeting", "MAIL", "content"])
def test_ctrl_c_closes_the_connection_and_passes(portal: Portal, verb: str) -> None:
    with ScriptedServer({verb: interrupt}) as server:
        with pytest.raises(KeyboardInterrupt):
            connect(portal, server, timeout=10.0).send(envelope())
        # The server's stall ends when its client goes away: the connection is closed.
        portal.close()
    assert server.connections == 1
    assert not server.messages


def interrupt(talk: Talk) -> bool:
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    return talk.stall()


class Limit(BaseException):
    """What a time limit raises from a signal handler."""


@pytest.mark.parametrize("raised", [KeyboardInterrupt, Limit])
@pytest.mark.parametrize("verb", ["MAIL", "DATA", "content"])
def test_interruption_tells_when_the_message_may_arrive_all_the_same(
    portal: Portal, verb: str, raised: type[BaseException]
) -> None:
    def handler(number: int, frame: object) -> None:
        raise raised

    asked: list[bytes] = []

    def second_time(talk: Talk) -> bool:
        asked.append(b"")
        usual = {"MAIL": "250 ok", "DATA": "354 go on", "content": "250 queued"}
        return talk.say(usual[verb]) if len(asked) == 1 else interrupt(talk)

    before = signal.signal(signal.SIGINT, handler)
    try:
        with ScriptedServer({verb: second_time}) as server:
            connection = connect(portal, server)
            connection.send(envelope())
            with pytest.raises(raised) as caught:
                connection.send(envelope())
            portal.close()
    finally:
        signal.signal(signal.SIGINT, before)
    notes = getattr(caught.value, "__notes__", [])
    assert notes == ([OUTCOME_UNKNOWN] if verb == "content" else [])


def test_interruption_before_the_last_piece_is_no_doubt(portal: Portal) -> None:
    """A server that stops reading in the middle of a long message cannot have it."""

    def stuck(talk: Talk) -> bool:
        talk.say("354 go on")
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return False

    long = Envelope("a@example.com", ["b@example.com"], b"x\r\n" * 20_000_000, "<1@example.com>")
    with ScriptedServer({"DATA": stuck}) as server:
        connection = connect(portal, server)
        with pytest.raises(KeyboardInterrupt) as caught:
            connection.send(long)
        portal.close()
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("place", ["a callback", "ours"])
def test_interruption_that_hits_a_callback_is_not_lost(place: str) -> None:
    async def interrupted() -> None:
        raise Limit

    def interrupt() -> None:
        raise Limit

    loop = BlockingLoop()
    if place == "a callback":
        loop.call_soon(interrupt)
    with pytest.raises(Limit):
        loop.run(interrupted() if place == "ours" else asyncio.sleep(30))
    # The loop still works.
    assert loop.run(asyncio.sleep(0, "done")) == "done"


def test_session_opens_inside_a_program_that_has_a_loop_of_its_own(portal: Portal) -> None:
    async def program(server: ScriptedServer) -> str:
        connection = connect(portal, server)
        await asyncio.sleep(0)
        return connection.send(envelope()).reply

    with ScriptedServer() as server:
        assert asyncio.run(program(server)).startswith("250")
        portal.close()


def test_a_slow_resolver_holds_nobody_up(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted program ends at once: no thread that Python waits for is left behind."""
    asked, done = threading.Event(), threading.Event()
    threads: list[threading.Thread] = []
    real = socket.getaddrinfo

    def slow(host: str, *arguments: object, **more: object) -> object:
        if host == "slow.example" and not more.get("flags"):
            threads.append(threading.current_thread())
            asked.set()
            done.wait(15)
            raise socket.gaierror("no such name")
        if host == "slow.example":
            raise socket.gaierror("no number")
        return real(host, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    def interrupt_soon() -> None:
        asked.wait(15)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    helper = threading.Thread(target=interrupt_soon)
    helper.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            portal.connect(Settings("slow.example", 25))
        assert [thread.daemon for thread in threads] == [True]
    finally:
        done.set()
        helper.join(15)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_interruption_of_a_handshake_leaves_nothing_open(security: Security) -> None:
    """The server has asked for TLS, or should begin with it, and says nothing more."""

    def begun(talk: Talk) -> bool:
        if security is Security.STARTTLS:
            talk.say("220 go ahead")
        talk.sock.recv(1)  # of the client's first words in TLS
        return interrupt(talk)

    before = set(threading.enumerate())
    verb = "STARTTLS" if security is Security.STARTTLS else "greeting"
    portal = Portal()
    with ScriptedServer({verb: begun}, extensions=("STARTTLS",)) as server, pytest.raises(KeyboardInterrupt):
        portal.connect(Settings("127.0.0.1", server.port, security, timeout=30.0))
        # The server's stall ends because its client has gone.
    portal.close()
    gc.collect()
    # Threads of the servers, of the test before as well, end when they have seen that their client is gone.
    for thread in threading.enumerate():
        if thread not in before and thread is not threading.current_thread():
            thread.join(10)
    assert set(threading.enumerate()) <= before


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("end", ["close", "abort", "portal"])
@pytest.mark.parametrize("posted", [False, True])
def test_every_end_of_a_session_closes_socket_and_loop(end: str, posted: bool) -> None:
    portal = Portal()
    with ScriptedServer() as server:
        connection = connect(portal, server)
        if posted:
            connection.post(1, envelope())
        else:
            connection.send(envelope())
        for _ in range(2):  # twice is no error
            if end == "portal":
                portal.close()
            else:
                getattr(connection, end)()
        if connection.spool is not None:
            assert connection.spool.join(20)
        connection.abort()
        portal.close()
    del connection, portal
    gc.collect()
