import asyncio
import contextvars
import threading

from tenon_sidecar.kit.threads import Worker

request: contextvars.ContextVar[str] = contextvars.ContextVar("request")


def test_work_runs_on_the_one_thread_with_the_callers_context() -> None:
    async def scenario() -> None:
        worker = Worker("engine")
        request.set("req-1")
        first = await worker.run(threading.get_ident)
        assert first != threading.get_ident()
        assert await worker.run(threading.get_ident) == first
        assert await worker.run(request.get) == "req-1"
        worker.close()

    asyncio.run(scenario())
