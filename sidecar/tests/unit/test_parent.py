import os
import threading

from tenon_sidecar import parent


def test_the_end_of_the_pipe_stops_it_and_what_is_written_does_not() -> None:
    reader, writer = os.pipe()
    stopped = threading.Event()
    cut_off: list[int] = []
    thread = parent.watch_stdin(stopped.set, reader, cut_off=cut_off.append)
    os.write(writer, b"anything")
    assert thread.is_alive()
    assert not stopped.is_set()
    os.close(writer)
    thread.join()
    os.close(reader)
    assert stopped.is_set()


def test_a_standard_input_that_is_closed_counts_as_ended() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    os.close(writer)
    stopped = threading.Event()
    parent.watch_stdin(stopped.set, reader, cut_off=lambda _: None).join()
    assert stopped.is_set()
