"""Worker processes that may die: they take bytes from strangers, and what they answer is checked before it is believed.

Knows nothing of pictures and documents. A *job* is a function of the program's own, named ``package.module:function``,
that turns the bytes of one request into the bytes of one answer. It runs in a process of its own, under limits, and
talks to the parent over two pipes in frames of a few bytes' header: nothing is unpickled on either side.

Once its job is loaded the process locks itself in, as far as the system can (`lock`, `locking`): from then on it
reaches nothing but the two pipes.
"""
