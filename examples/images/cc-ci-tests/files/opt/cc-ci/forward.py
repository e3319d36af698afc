"""Carries connections out of a container that has no network, over standard input and output.

Usage: forward.py PORT... - listens on these ports of 127.0.0.1. Whoever runs it connects each to the one place that the
container may reach. Both sides send frames: a letter, the connection's number (4 bytes), the length of what follows (2
bytes), and that. O opens a connection (from here only), D is data, C closes one, R says that the ports are listened on.
"""

import asyncio
import os
import struct
import sys

HEAD = struct.Struct(">cIH")
MOST = 32 << 10


def send(kind, number, data=b""):
    frame = memoryview(HEAD.pack(kind, number, len(data)) + data)
    while frame:
        frame = frame[os.write(1, frame) :]


async def main(ports):
    writers = {}
    numbers = iter(range(1, 1 << 32))

    async def connected(reader, writer):
        number = next(numbers)
        writers[number] = writer
        send(b"O", number)
        try:
            while data := await reader.read(MOST):
                send(b"D", number, data)
        except OSError:
            pass  # the client hung up, which the other side is told below
        if writers.pop(number, None):
            send(b"C", number)
            writer.close()

    for port in ports:
        await asyncio.start_server(connected, "127.0.0.1", port)
    incoming = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(incoming), sys.stdin
    )
    send(b"R", 0)
    try:
        while True:
            kind, number, length = HEAD.unpack(await incoming.readexactly(HEAD.size))
            data = await incoming.readexactly(length)
            writer = writers.get(number)
            if kind == b"D" and writer:
                writer.write(data)
            elif kind == b"C" and writers.pop(number, None):
                writer.close()
    except asyncio.IncompleteReadError:
        pass  # nobody is on the other side any more


asyncio.run(main([int(port) for port in sys.argv[1:]]))
