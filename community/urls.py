"""Addresses of the pages of `community`."""

from django.urls import URLPattern, path, re_path

from community.views import alerts, care, feed, letters, moderation, news, order, posts, season, year

app_name = "community"
urlpatterns: list[URLPattern] = [
    path("", feed.feed, name="feed"),
    path("following/", feed.following, name="following"),
    path("follow/", feed.follow_page, name="follow"),
    path("sites/<str:code>/", feed.site_posts, name="site_posts"),
    path("sites/<str:code>/panel/", care.site_panel, name="site_panel"),
    path("posts/new/", posts.new_post, name="new_post"),
    path("posts/<uuid:post_id>/", posts.post_page, name="post"),
    path("posts/<uuid:post_id>/thank/", posts.thank_page, name="thank"),
    path("posts/<uuid:post_id>/withdraw/", posts.withdraw, name="withdraw_post"),
    path("comments/<uuid:comment_id>/withdraw/", posts.withdraw_said, name="withdraw_comment"),
    re_path(
        r"^posts/(?P<post_id>[0-9a-f-]{36})/photos/(?P<position>[0-8])/(?P<size>thumbnail|display)$",
        posts.photo,
        name="photo",
    ),
    path("news/", news.news_page, name="news"),
    path("news/new/", news.new_news, name="new_news"),
    path("organisations/<str:organisation_code>/", news.organisation_page, name="organisation"),
    path("letters/", letters.letters_page, name="letters"),
    path("letters/ask/<uuid:user_id>/", letters.ask, name="ask_to_write"),
    path("letters/<uuid:letter_id>/", letters.letter_page, name="letter"),
    path("letters/<uuid:letter_id>/answer/", letters.answer, name="answer_letter"),
    path("report/<str:said_kind>/<uuid:said_id>/", order.report, name="report_abuse"),
    path("mine/", order.my_words, name="my_words"),
    path("mine/<uuid:ruling_id>/appeal/", order.appeal_page, name="appeal"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/appeals/<uuid:ruling_id>/", moderation.answer, name="answer_hiding_appeal"),
    path("moderation/<str:said_kind>/<uuid:said_id>/", moderation.rule_page, name="rule"),
    path("moderation/words/", moderation.words_page, name="words"),
    path("moderation/words/<str:word_code>/end/", moderation.end, name="end_word"),
    path("alerts/", alerts.alerts_page, name="alerts"),
    path("alerts/rows/", alerts.rows_page, name="alert_rows"),
    path("adoptions/", care.adoptions, name="adoptions"),
    path("adoptions/<str:code>/", care.adopt, name="adopt"),
    path("adoptions/<uuid:adoption_id>/end/", care.end, name="end_adoption"),
    path("season/", season.season_page, name="season"),
    path("year/<int:year>/", year.year_page, name="year"),
    path("year/<int:year>/share/", year.share, name="share_year"),
    path("year/<int:year>/stop/", year.stop, name="stop_sharing_year"),
    path("shared/<str:token>/", year.shared, name="shared_year"),
]
