"""What people say, whom they follow and write to, how order is kept, and what they promised to look after."""

from community.models.alerts import AlertTold
from community.models.care import Adoption, SeasonalCall, SeasonTold, YearShare
from community.models.letters import Correspondence, Message
from community.models.order import AbuseReport, HidingAppeal, Mute, Ruling, SensitiveWord, WordHit
from community.models.posts import Comment, Follow, Post, PostPhoto, Thanks

__all__ = [
    "AbuseReport",
    "Adoption",
    "AlertTold",
    "Comment",
    "Correspondence",
    "Follow",
    "HidingAppeal",
    "Message",
    "Mute",
    "Post",
    "PostPhoto",
    "Ruling",
    "SeasonTold",
    "SeasonalCall",
    "SensitiveWord",
    "Thanks",
    "WordHit",
    "YearShare",
]
