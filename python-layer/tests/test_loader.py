"""The loader of the layer's own modules."""

from __future__ import annotations

import os
import threading

import pytest

from environment import LAYER
from otel_lambda.loader import from_index


@pytest.mark.filterwarnings("ignore:This process")
def test_fork_waits_for_a_module_that_another_thread_loads() -> None:
    home = LAYER / "otel-python"
    loader = from_index(str(home), (home / "sources.index").read_bytes())
    order: list[str] = []
    loading, forking = threading.Event(), threading.Event()

    def load() -> None:
        loader.acquire()
        loading.set()
        forking.wait(10)
        order.append("loaded")
        loader.release()

    thread = threading.Thread(target=load)
    thread.start()
    assert loading.wait(10)
    os.register_at_fork(before=forking.set)
    child = os.fork()
    if child == 0:
        # the locks of the thread that is not here would never be released
        loader.load("otel_lambda.sdk.context")
        os._exit(0)
    order.append("forked")
    thread.join()
    assert os.waitpid(child, 0)[1] == 0
    assert order == ["loaded", "forked"]
