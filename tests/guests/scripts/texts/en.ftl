well = Well
