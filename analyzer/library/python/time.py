# time
from dimwright import some_number, some_text


def time(): return some_number()
perf_counter = monotonic = process_time = time
def sleep(*args): return None
def strftime(*args): return some_text()
