"""The condition that the layer's threads wait for."""

from __future__ import annotations

import threading
from collections import deque

from otel_lambda.concurrency import Condition, drain


def test_thread_that_has_the_condition_may_enter_it_again() -> None:
    condition = Condition()
    with condition, condition:
        assert condition.wait(0.001) is False
    with condition:
        pass


def test_wait_lets_others_in_until_they_notify_all() -> None:
    condition = Condition()
    state = {"waiting": 0, "open": False}
    woken: list[bool] = []

    def wait() -> None:
        with condition, condition:
            state["waiting"] += 1
            condition.notify_all()
            while not state["open"]:
                condition.wait()
            woken.append(True)

    threads = [threading.Thread(target=wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    with condition:
        while state["waiting"] < 3:
            assert condition.wait(10)
        state["open"] = True
        condition.notify_all()
    for thread in threads:
        thread.join(10)
    assert woken == [True] * 3


def test_wait_for_longer_than_a_lock_can() -> None:
    condition = Condition()
    opened: list[bool] = []

    def notify() -> None:
        with condition:
            opened.append(True)
            condition.notify_all()

    thread = threading.Thread(target=notify)
    with condition:
        thread.start()
        assert condition.wait(1e30)
    thread.join(10)
    assert opened == [True]


def test_drain_takes_all_in_order() -> None:
    items = deque([1, 2, 3])
    assert drain(items) == [1, 2, 3]
    assert not items
