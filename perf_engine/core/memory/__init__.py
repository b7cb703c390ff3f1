"""The past of a performance: phrases, recent events, saved states, and primes.

It knows streams of events, not voices. It may use core.model and values only.
"""
