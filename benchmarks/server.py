"""A loopback HTTP server whose answers take as long as the path says.

``/wait/0.05`` answers after 50 ms; ``/busy`` answers at once with the number of waits under way.
A wait ends early when its client hangs up. The server ends when its standard input closes.
"""

import asyncio
import sys

HOST = "127.0.0.1"
BACKLOG = 2048
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
PAYLOAD = b'{"rows": "' + b"x" * 1000 + b'"}'


class Board:
    """How many waits are under way, over all connections."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self.busy = 0


class Answers(asyncio.Protocol):
    """One connection: keep-alive, GET only, one request at a time."""

    def __init__(self, board: Board) -> None:
        """Report waits to ``board``."""
        self._board = board
        self._unread = b""
        self._wait: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to answer on."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take every complete request head."""
        self._unread += data
        while b"\r\n\r\n" in self._unread:
            head, _, self._unread = self._unread.partition(b"\r\n\r\n")
            self._take(head.split(b" ", 2)[1].decode("ascii"))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (asyncio's signature)
        """Give up the wait of a client that hung up."""
        if self._wait is not None:
            self._wait.cancel()
            self._finish()

    def _take(self, path: str) -> None:
        if path == "/busy":
            self._write(str(self._board.busy).encode())
            return
        self._board.busy += 1
        delay = float(path.removeprefix("/wait/"))
        self._wait = asyncio.get_running_loop().call_later(delay, self._answer)

    def _answer(self) -> None:
        self._finish()
        self._write(PAYLOAD)

    def _finish(self) -> None:
        self._wait = None
        self._board.busy -= 1

    def _write(self, body: bytes) -> None:
        if self._transport is not None:
            self._transport.write(HEAD % len(body) + body)


async def serve() -> None:
    """Listen on a free port, print it, and answer until standard input closes."""
    loop = asyncio.get_running_loop()
    board = Board()
    server = await loop.create_server(lambda: Answers(board), HOST, 0, backlog=BACKLOG)
    async with server:
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
