# What a training loop did last, in order: gradients came ('walk'), were emptied ('clear'), were used ('step').


class Course:
    last = None
    before = None
    by = None
    # gradients went through a module that had been put to rest after a step, and was not woken since
    resting = False
    # optimizers that were made: none, one or more
    made = 'none'


def went(what, by=None):
    Course.before = Course.last
    Course.last = what
    Course.by = by
