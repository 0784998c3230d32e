"""`--time-limit`: stops a program when its time is over."""

from __future__ import annotations


class time_limit:
    """Stops the program when its time is over: a signal costs the program nothing (design 1)."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self.passed = False
        """Where time limit and Ctrl-C are one signal: this one is the time limit."""

    def __enter__(self) -> None:
        if self.seconds is None:
            return
        import signal

        from wlmail.interpreter import TimeLimit

        self.alarm = hasattr(signal, "SIGALRM")

        def over(number: int, frame: object) -> None:
            if self.alarm or self.passed:
                self.passed = False
                raise TimeLimit
            raise KeyboardInterrupt

        # Once more each time some seconds later: what runs while a program ends (END:, closing its sessions) may
        # hang as well.
        again = 3
        if self.alarm:
            self.signal = signal.SIGALRM
            self.previous = signal.signal(self.signal, over)
            signal.setitimer(signal.ITIMER_REAL, self.seconds, again)
        else:  # Windows: a thread raises the signal of Ctrl-C in the main thread, and says that it was the time
            import threading

            self.signal = signal.SIGINT
            self.previous = signal.signal(self.signal, over)
            self.ended = threading.Event()

            def watch(seconds: float) -> None:
                while not self.ended.wait(seconds):
                    self.passed = True
                    signal.raise_signal(signal.SIGINT)
                    seconds = again

            threading.Thread(target=watch, args=[self.seconds], daemon=True).start()

    def __exit__(self, *_: object) -> None:
        if self.seconds is None:
            return
        import signal

        if self.alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
        else:
            self.ended.set()
        signal.signal(self.signal, self.previous or signal.SIG_DFL)
