# The guest of tests has one sentence.
good = In order
