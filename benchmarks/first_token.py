"""The first word of an answer through the server against the bare SDK, on the same scripted API."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median

import anthropic

from benchmarks.report import Row
from tests.client import Api
from tests.scripted_claude import ScriptedClaude, answer
from tests.server import ServerProcess

_REPEATS = 30


def measure(folder: Path) -> list[Row]:
    with ScriptedClaude() as claude:
        claude.script(answer("Hello there."), repeat=True)
        bare = asyncio.run(_bare(claude.url))
        server = ServerProcess(
            folder / "data-token", ANTHROPIC_BASE_URL=claude.url, ANTHROPIC_API_KEY="sk-ant-test"
        )
        server.migrated().start()
        try:
            ours = _through_the_socket(Api(server.url).register())
        finally:
            server.stop()
    return [
        Row(
            "first token: socket − bare SDK, in ms",
            (ours - bare) * 1000,
            "≤ 15",
            f"{ours * 1000:.1f} ms against {bare * 1000:.1f} ms",
        )
    ]


async def _bare(url: str) -> float:
    times = []
    async with anthropic.AsyncAnthropic(api_key="sk-ant-test", base_url=url) as client:
        for _ in range(_REPEATS):
            started = time.perf_counter()
            stream = await client.messages.create(
                model="claude-sonnet-5-5",
                max_tokens=100,
                stream=True,
                messages=[{"role": "user", "content": "Hi"}],
            )
            async for event in stream:
                if event.type == "content_block_delta":
                    times.append(time.perf_counter() - started)
                    break
            await stream.close()
    return median(times)


def _through_the_socket(api: Api) -> float:
    times = []
    with api.chat(api.upload()) as chat:
        for _ in range(_REPEATS):
            started = time.perf_counter()
            chat.say("Hi")
            chat.until("text")
            times.append(time.perf_counter() - started)
            chat.until("done")
    return median(times)
