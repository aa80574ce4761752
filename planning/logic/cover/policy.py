"""What counts as having been there: every number of the coverage rule, with where it comes from.

[S] is a figure read in a published source, [P] our own proposal.
"""

from typing import Final

# How far to either side of a walker a wall counts as seen [P].
SWATH_M: Final = 30.0

# A phone under open sky is right within 4.9 m (68 %, gps.gov/systems/gps/performance/accuracy) [S]; twice that where a
# track says nothing about its accuracy [P].
ASSUMED_ACCURACY_M: Final = 10.0
# Up to here the swath counts in full; each metre more takes a metre from it [P].
GOOD_ACCURACY_M: Final = 15.0
# Beyond this a fix comes from masts or routers, not from satellites, and says nothing about a wall [P].
MOST_ACCURACY_M: Final = 50.0

# A brisk walk is 2 m/s, a run 3 m/s: up to here somebody is on foot [P].
FOOT_MPS: Final = 3.0
# 120 km/h: beyond it nobody moves in town; 350 km/h: the fastest train (the witness "speed" of the evidence) [S].
VEHICLE_MPS: Final = 120 / 3.6
RAIL_MPS: Final = 350 / 3.6
RAIL_SECONDS: Final = 60.0

# 6 January 1980, when GPS time begins: an earlier time is a clock never set [S].
FIRST_SECOND: Final = 315_964_800.0

# Between two fixes nearer than this the way is known whatever the time: many recorders write only after a move [P].
SHORT_M: Final = 50.0
# A straight way is believed up to this distance, on foot for three minutes, by vehicle for half a minute [P].
BRIDGE_M: Final = 200.0
FOOT_SECONDS: Final = 180.0
VEHICLE_SECONDS: Final = 30.0
# Fixes without a time, where they are taken at all: only the distance speaks [P].
UNTIMED_M: Final = 50.0
# After so long a silence it is another outing, and nothing is said about what lies between [P].
OUTING_SECONDS: Final = 4 * 3_600.0

# A track is a copy when so much of it lies, to the decimetre, on fixes of an earlier one; two honest walks share none [P].
COPY_SHARE: Final = 0.9
COPY_FIXES: Final = 10
COPY_DECIMALS: Final = 6

# Standing farther off than its distance along the line divided by this, a place is another arm of the line [P].
ARM_RATIO: Final = 4.0
# A leap to another arm and back within so many metres of walking is noise, not a visit to that arm [P].
FLIP_M: Final = 60.0
