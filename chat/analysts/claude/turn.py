"""One turn with Claude: call, show, run tools, call again, until the answer is there or a limit is.

A call that fails for a passing reason is tried again. Nothing is ever shown twice: if nothing of
the failed call was shown, it is simply repeated; if only whole messages were, they are kept as the
model's words and the next call goes on after them; if a message was cut in the middle, the turn
ends with an error, since half a sentence can't be taken back or safely continued.
"""

from __future__ import annotations

import random
from asyncio import sleep
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from chat.analysts.base import AnalystEvent, AnalystRequest, EndOfText, Finish, Toolbox, UsageReport
from chat.analysts.claude import prompts
from chat.analysts.claude.answer import Answer, ToolCall
from chat.analysts.claude.budget import Budget
from chat.analysts.claude.client import ModelClient
from chat.analysts.claude.config import ClaudeConfig
from chat.analysts.claude.data_card import render_data_card
from chat.analysts.claude.failures import ModelCallError
from chat.analysts.claude.history import Conversation, cached
from chat.analysts.claude.proof import Proof
from chat.analysts.claude.results import ResultLimits
from chat.analysts.claude.stream import UsageKnown
from chat.analysts.claude.tools import (
    FINISH,
    READ_FIRST,
    ToolReply,
    follow_ups_of,
    problem_of,
    run_tool,
    status_for,
    tools_with,
)
from chat.events import Error, Status, Text, Usage

MAX_BAD_ANSWERS = 3
"""Answers in a row with calls that can't be run, after which the turn fails."""
JITTER = 0.25
"""Waits are longer by up to this share, so that many turns don't come back at once."""


class Turn:
    """The state of one turn. `events` runs it, once."""

    def __init__(
        self, config: ClaudeConfig, client: ModelClient, request: AnalystRequest, toolbox: Toolbox
    ) -> None:
        self._config = config
        self._client = client
        self._toolbox = toolbox
        self._limits = ResultLimits(config.result_max_rows, config.result_max_chars)
        self._budget = Budget(config)
        self._conversation = Conversation(request, config.history_token_budget)
        self._tools = tools_with(toolbox.plan_schema)
        self._system = _system(render_data_card(request.data, config.data_card_max_chars))
        self._answer = Answer()
        self._was_interrupted = False
        self._answer_was_capped = False
        self._failed_attempts = 0
        self._bad_answers = 0
        self._has_written = False
        self._was_asked_to_answer = False
        self._finish: Finish | None = None
        self._proof = Proof(toolbox)
        self._before_proof: Finish | None = None

    async def events(self) -> AsyncIterator[AnalystEvent]:
        """Everything a person sees of the turn. Ends with one Finish, or with one Error."""
        try:
            while self._finish is None:
                async with aclosing(self._step()) as step:
                    async for event in step:
                        self._proof.saw(event)
                        yield event
            yield self._finish
        except ModelCallError as failure:
            if self._answer.text_is_open:
                yield EndOfText()
            # The answer was complete before its figures were put to the model: their marks stay.
            yield self._before_proof or Error(failure.message, failure.code)

    async def _step(self) -> AsyncGenerator[AnalystEvent]:
        if limit := self._budget.exhausted():
            if self._before_proof:
                self._finish = self._before_proof
                return
            self._finish = Finish()
            yield Text(limit)
            yield EndOfText()
            return
        if self._budget.is_last_step:
            self._conversation.add_note(prompts.LAST_STEP)
        async with aclosing(self._call()) as call:
            async for event in call:
                yield event
        async with aclosing(self._react()) as reaction:
            async for event in reaction:
                yield event

    # Calling the model

    async def _call(self) -> AsyncGenerator[AnalystEvent]:
        """One answer into `self._answer`, through as many attempts as it takes. Raises ModelCallError."""
        while True:
            failure: ModelCallError | None = None
            try:
                async with aclosing(self._attempt()) as attempt:
                    async for event in attempt:
                        yield event
            except ModelCallError as error:
                # Once the model has said why it stopped, its answer is whole, whatever comes after.
                failure = None if self._answer.stop_reason else error
            if failure is None:
                self._failed_attempts = 0
                return
            seconds = self._wait_after(failure)
            yield Status(self._retry_message(failure, seconds))
            await sleep(seconds)
            if self._answer.has_shown_text:
                self._answer.drop_open_blocks()
                self._was_interrupted = True
                return

    async def _attempt(self) -> AsyncGenerator[AnalystEvent]:
        answer = self._answer = Answer()
        self._was_interrupted = False
        self._answer_was_capped = self._budget.lowers_max_tokens
        reported = Usage()
        async with aclosing(self._client.stream(self._body())) as events:
            async for event in events:
                for shown in answer.feed(event):
                    yield shown
                if isinstance(event, UsageKnown):
                    fresh, reported = _difference(answer.usage, reported), answer.usage
                    self._budget.spend(fresh)
                    yield UsageReport(fresh)

    def _body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._config.model,
            "max_tokens": self._budget.max_tokens,
            "system": self._system,
            "tools": self._tools,
            "messages": self._conversation.messages(),
        }
        if self._config.effort:
            body["output_config"] = {"effort": self._config.effort}
        return body

    def _wait_after(self, failure: ModelCallError) -> float:
        """Seconds until the next attempt; raises the failure when there is none."""
        self._failed_attempts += 1
        wait = self._config.retry_base_seconds * 2.0 ** (self._failed_attempts - 1)
        seconds = max(failure.retry_after or 0.0, wait * random.uniform(1, 1 + JITTER))  # noqa: S311
        too_often = self._failed_attempts > self._config.max_retries
        too_long = seconds > self._config.max_retry_wait_seconds
        if not failure.retryable or too_often or too_long or self._answer.text_is_open:
            raise failure
        return seconds

    def _retry_message(self, failure: ModelCallError, seconds: float) -> str:
        attempts = self._config.max_retries + 1
        when = f"in {seconds:.0f} s" if seconds >= 1 else "at once"
        return f"{failure.passing}; trying again {when} (attempt {self._failed_attempts + 1} of {attempts})."

    # Reacting to its answer

    async def _react(self) -> AsyncGenerator[AnalystEvent]:
        answer = self._answer
        self._budget.count_step()
        self._has_written = self._has_written or answer.has_shown_text
        self._conversation.add_assistant(answer.as_params())
        self._check_stop_reason()
        if calls := answer.tool_calls():
            async with aclosing(self._run_tools(calls)) as events:
                async for event in events:
                    yield event
        else:
            self._go_on_or_end()
            if request := await self._open_proof():
                self._conversation.add_note(prompts.UNFINISHED.format(request))

    async def _open_proof(self) -> str | None:
        """Take back the end of the turn once, if figures of the answer are still to be proven."""
        if self._finish is None or self._budget.exhausted():
            return None
        request = await self._proof.request()
        if request:
            self._before_proof, self._finish = self._finish, None
        return request

    def _check_stop_reason(self) -> None:
        """Raise for an answer that can't be used as it is."""
        reason = self._answer.stop_reason
        if reason == "refusal":
            raise ModelCallError("model_refused", detail=(self._answer.explanation or "")[:300])
        if reason == "model_context_window_exceeded":
            raise ModelCallError("model_context_exceeded")
        if reason == "max_tokens" and self._answer.cut_at() == "text" and not self._answer_was_capped:
            raise ModelCallError("model_output_limit")

    def _go_on_or_end(self) -> None:
        """Without tool calls the turn is over, unless the model was stopped or has said nothing yet."""
        reason = self._answer.stop_reason
        if self._was_interrupted:
            self._conversation.add_note(prompts.INTERRUPTED)
        elif reason in ("pause_turn", "max_tokens"):
            self._conversation.add_note(prompts.CONTINUE)
        elif self._has_written:
            self._finish = Finish()
        elif self._was_asked_to_answer:
            raise ModelCallError("model_empty_answer")
        else:
            self._was_asked_to_answer = True
            self._conversation.add_note(prompts.ANSWER_NOW)

    async def _run_tools(self, calls: list[ToolCall]) -> AsyncGenerator[AnalystEvent]:
        """Run the calls in their order, `finish` last, and answer every one of them."""
        replies: dict[str, ToolReply] = {}
        for call in calls:
            if call.name == FINISH:
                continue
            if status := status_for(call):
                yield Status(status)
            reply = replies[call.id] = await run_tool(call, self._toolbox, self._limits)
            for event in reply.events:
                yield event
        for call in calls:
            if call.name == FINISH:
                replies[call.id] = self._finish_reply(call, calls, replies)
                if request := await self._open_proof():
                    replies[call.id] = _not_finished(request)
        self._conversation.add_user(*(_tool_result(call, replies[call.id]) for call in calls))
        self._count_bad_answer(any(reply.malformed for reply in replies.values()))

    def _finish_reply(
        self, call: ToolCall, calls: list[ToolCall], replies: dict[str, ToolReply]
    ) -> ToolReply:
        """End the turn, or say what is still to be done."""
        if problem := problem_of(call):
            return ToolReply(problem, is_error=True, malformed=True)
        if any(reply.is_error for reply in replies.values()):
            missing = "another call of the same answer failed. Repair it or do without it"
        elif unread := next((other.name for other in calls if other.name in READ_FIRST), None):
            missing = f"you have not read the result of {unread} yet. Read it and write the answer"
        elif not self._has_written:
            missing = "nothing has been written to the person yet. Write the answer"
        else:
            self._finish = Finish(follow_ups_of(call))
            return ToolReply("Finished.")
        return _not_finished(missing)

    def _count_bad_answer(self, is_bad: bool) -> None:  # noqa: FBT001
        self._bad_answers = self._bad_answers + 1 if is_bad else 0
        if self._bad_answers >= MAX_BAD_ANSWERS:
            was_cut = self._answer.stop_reason == "max_tokens"
            raise ModelCallError("model_output_limit" if was_cut else "model_bad_tool_calls")


def _not_finished(missing: str) -> ToolReply:
    return ToolReply(f"Not finished: {missing}, then call finish again.", is_error=True)


def _system(data_card: str) -> list[dict[str, Any]]:
    """The system prompt in two cached parts: one for all sessions, one for this file."""
    return [cached({"type": "text", "text": text}) for text in (prompts.SYSTEM, data_card)]


def _tool_result(call: ToolCall, reply: ToolReply) -> dict[str, Any]:
    return {
        "type": "tool_result",
        "tool_use_id": call.id,
        "content": reply.content,
        "is_error": reply.is_error,
    }


def _difference(known: Usage, reported: Usage) -> Usage:
    return Usage(
        known.input_tokens - reported.input_tokens,
        known.output_tokens - reported.output_tokens,
        known.cache_read_input_tokens - reported.cache_read_input_tokens,
        known.cache_creation_input_tokens - reported.cache_creation_input_tokens,
    )
