"""The worker's side of the protocol in ../src/worker.ts: one JSON object a line, in answer to a number of iterations."""
import json
import sys
import time


def serve(prepare):
    """Answers with the times of `iterate()`, where `prepare(options)` returns a description of the peer and `iterate`."""
    try:
        detail, iterate = prepare(json.loads(sys.argv[1]))
        say(ready=detail)
        for line in sys.stdin:
            times = []
            for _ in range(int(line)):
                start = time.perf_counter()
                value = iterate()
                times.append((time.perf_counter() - start) * 1000)
            say(times=times, value=value)
    except Exception as error:  # whatever it is, the table has to name it
        say(failed=f"{type(error).__name__}: {error}".splitlines()[0])


def say(**message):
    print(json.dumps(message), flush=True)
