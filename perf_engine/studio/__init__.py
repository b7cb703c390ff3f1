"""Away from the stage: audition, statistics and pictures of music."""
