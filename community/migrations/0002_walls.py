"""What is said stays as it was said; who may say it, and who may decide about it, the database asks too."""

from django.db import migrations

from core.walls import append_only

AGES = """
-- Full years a person has for certain on a day; NULL where nothing is known of their birth.
CREATE FUNCTION community_least_age(person uuid, day date) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(extract(year FROM age(day, safety.born_on))::integer,
                    extract(year FROM day)::integer - profile.birth_year - 1)
    FROM people_volunteer profile LEFT JOIN people_safetyrecord safety ON safety.volunteer_id = profile.user_id
    WHERE profile.user_id = person
$$;

-- Known to be grown-up: by their birth, or, where nothing says otherwise, because they work for an authority or organisation.
CREATE FUNCTION community_is_adult(person uuid, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(community_least_age(person, day) >= 18, EXISTS (
        SELECT FROM people_rolegrant WHERE user_id = person AND revoked_at IS NULL
            AND role IN ('manager', 'officer', 'planner', 'administrator')))
$$;
"""
NO_AGES = "DROP FUNCTION community_is_adult(uuid, date); DROP FUNCTION community_least_age(uuid, date);"

SAID = """
CREATE FUNCTION community_said_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fate CONSTANT text[] := ARRAY['state', 'pinned_until', 'read_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate THEN
        RAISE EXCEPTION 'what was said stays as it was said' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER post_stays BEFORE UPDATE OR DELETE ON community_post
    FOR EACH ROW EXECUTE FUNCTION community_said_stays();
CREATE TRIGGER comment_stays BEFORE UPDATE OR DELETE ON community_comment
    FOR EACH ROW EXECUTE FUNCTION community_said_stays();
CREATE TRIGGER message_stays BEFORE UPDATE OR DELETE ON community_message
    FOR EACH ROW EXECUTE FUNCTION community_said_stays();

-- Nothing disappears without a ruling that says why.
CREATE FUNCTION community_hidden_by_ruling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM community_ruling ruling WHERE ruling.verdict = 'hide'
                   AND NEW.id IN (ruling.post_id, ruling.comment_id, ruling.message_id)) THEN
        RAISE EXCEPTION 'hidden without a ruling' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'hidden_has_ruling';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER post_hidden_by_ruling BEFORE INSERT OR UPDATE OF state ON community_post
    FOR EACH ROW WHEN (NEW.state = 'hidden') EXECUTE FUNCTION community_hidden_by_ruling();
CREATE TRIGGER comment_hidden_by_ruling BEFORE INSERT OR UPDATE OF state ON community_comment
    FOR EACH ROW WHEN (NEW.state = 'hidden') EXECUTE FUNCTION community_hidden_by_ruling();
CREATE TRIGGER message_hidden_by_ruling BEFORE INSERT OR UPDATE OF state ON community_message
    FOR EACH ROW WHEN (NEW.state = 'hidden') EXECUTE FUNCTION community_hidden_by_ruling();

CREATE FUNCTION community_muted_does_not_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM community_mute WHERE user_id = NEW.author_id AND lifted_at IS NULL
               AND from_at <= NEW.made_at AND until > NEW.made_at) THEN
        RAISE EXCEPTION 'whoever is muted does not write' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'muted_does_not_write';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER post_of_nobody_muted BEFORE INSERT ON community_post
    FOR EACH ROW EXECUTE FUNCTION community_muted_does_not_write();
CREATE TRIGGER comment_of_nobody_muted BEFORE INSERT ON community_comment
    FOR EACH ROW EXECUTE FUNCTION community_muted_does_not_write();
CREATE TRIGGER message_of_nobody_muted BEFORE INSERT ON community_message
    FOR EACH ROW EXECUTE FUNCTION community_muted_does_not_write();

CREATE FUNCTION community_thanks_to_others() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM community_post WHERE id = NEW.post_id AND author_id = NEW.user_id) THEN
        RAISE EXCEPTION 'thanks are for others' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'thanks_not_to_oneself';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER thanks_not_to_oneself BEFORE INSERT OR UPDATE ON community_thanks
    FOR EACH ROW EXECUTE FUNCTION community_thanks_to_others();
"""
NO_SAID = """
DROP TRIGGER thanks_not_to_oneself ON community_thanks;
DROP TRIGGER message_of_nobody_muted ON community_message;
DROP TRIGGER comment_of_nobody_muted ON community_comment;
DROP TRIGGER post_of_nobody_muted ON community_post;
DROP TRIGGER message_hidden_by_ruling ON community_message;
DROP TRIGGER comment_hidden_by_ruling ON community_comment;
DROP TRIGGER post_hidden_by_ruling ON community_post;
DROP TRIGGER message_stays ON community_message;
DROP TRIGGER comment_stays ON community_comment;
DROP TRIGGER post_stays ON community_post;
DROP FUNCTION community_thanks_to_others();
DROP FUNCTION community_muted_does_not_write();
DROP FUNCTION community_hidden_by_ruling();
DROP FUNCTION community_said_stays();
"""

LETTERS = """
CREATE FUNCTION community_between_adults() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT community_is_adult(NEW.asker_id, (now() AT TIME ZONE 'Asia/Shanghai')::date)
        OR NOT community_is_adult(NEW.asked_id, (now() AT TIME ZONE 'Asia/Shanghai')::date) THEN
        RAISE EXCEPTION 'letters are between people known to be grown-up'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'correspondence_between_adults';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correspondence_between_adults BEFORE INSERT OR UPDATE OF asker_id, asked_id, state ON community_correspondence
    FOR EACH ROW WHEN (NEW.state IN ('asked', 'open')) EXECUTE FUNCTION community_between_adults();

-- The row is locked, so that a block and a letter do not pass each other.
CREATE FUNCTION community_both_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line community_correspondence;
BEGIN
    SELECT * INTO line FROM community_correspondence WHERE id = NEW.correspondence_id FOR SHARE;
    IF line.state <> 'open' OR NEW.author_id NOT IN (line.asker_id, line.asked_id)
        OR NOT community_is_adult(line.asker_id, (now() AT TIME ZONE 'Asia/Shanghai')::date)
        OR NOT community_is_adult(line.asked_id, (now() AT TIME ZONE 'Asia/Shanghai')::date) THEN
        RAISE EXCEPTION 'a letter needs the consent of both, grown-up, people'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'message_needs_both_consents';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_needs_both_consents BEFORE INSERT ON community_message
    FOR EACH ROW EXECUTE FUNCTION community_both_consent();

CREATE FUNCTION community_correspondence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fate CONSTANT text[] := ARRAY['state', 'answered_at', 'blocked_by_id', 'last_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate THEN
        RAISE EXCEPTION 'who asked whom stays' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'correspondence_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correspondence_stays BEFORE UPDATE OR DELETE ON community_correspondence
    FOR EACH ROW EXECUTE FUNCTION community_correspondence_stays();
"""
NO_LETTERS = """
DROP TRIGGER correspondence_stays ON community_correspondence;
DROP TRIGGER message_needs_both_consents ON community_message;
DROP TRIGGER correspondence_between_adults ON community_correspondence;
DROP FUNCTION community_correspondence_stays();
DROP FUNCTION community_both_consent();
DROP FUNCTION community_between_adults();
"""

ORDER = """
CREATE FUNCTION community_nobody_rules_on_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.by_id IN (SELECT author_id FROM community_post WHERE id = NEW.post_id
                     UNION ALL SELECT author_id FROM community_comment WHERE id = NEW.comment_id
                     UNION ALL SELECT author_id FROM community_message WHERE id = NEW.message_id) THEN
        RAISE EXCEPTION 'nobody rules on their own words' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'ruling_not_on_own_words';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ruling_not_on_own_words BEFORE INSERT ON community_ruling
    FOR EACH ROW EXECUTE FUNCTION community_nobody_rules_on_own();

-- An appeal says what it said, is answered once, and never by whoever ruled or wrote.
CREATE FUNCTION community_appeal_is_impartial() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fate CONSTANT text[] := ARRAY['outcome', 'answer', 'answered_by_id', 'answered_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL OR to_jsonb(OLD) - fate <> to_jsonb(NEW) - fate THEN
        RAISE EXCEPTION 'an appeal stays, and is answered once' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'hiding_appeal_stays';
    END IF;
    IF NEW.answered_by_id IS NOT NULL AND (NEW.answered_by_id = OLD.by_id OR NEW.answered_by_id =
        (SELECT by_id FROM community_ruling WHERE id = OLD.ruling_id)) THEN
        RAISE EXCEPTION 'an appeal is answered by somebody else' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'hiding_appeal_answered_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hiding_appeal_is_impartial BEFORE UPDATE OR DELETE ON community_hidingappeal
    FOR EACH ROW EXECUTE FUNCTION community_appeal_is_impartial();

CREATE FUNCTION community_word_of_abuse_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF core_erases(to_jsonb(OLD), to_jsonb(NEW), TG_RELID) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.ruling_id IS NOT NULL OR to_jsonb(OLD) - 'ruling_id' <> to_jsonb(NEW) - 'ruling_id' THEN
        RAISE EXCEPTION 'a report of abuse stays' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'abuse_report_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER abuse_report_stays BEFORE UPDATE OR DELETE ON community_abusereport
    FOR EACH ROW EXECUTE FUNCTION community_word_of_abuse_stays();
"""
NO_ORDER = """
DROP TRIGGER abuse_report_stays ON community_abusereport;
DROP TRIGGER hiding_appeal_is_impartial ON community_hidingappeal;
DROP TRIGGER ruling_not_on_own_words ON community_ruling;
DROP FUNCTION community_word_of_abuse_stays();
DROP FUNCTION community_appeal_is_impartial();
DROP FUNCTION community_nobody_rules_on_own();
"""


class Migration(migrations.Migration):
    """Walls."""

    dependencies = [("community", "0001_initial"), ("core", "0003_walls"), ("people", "0007_person_walls")]
    operations = [
        migrations.RunSQL(AGES, NO_AGES),
        migrations.RunSQL(SAID, NO_SAID),
        migrations.RunSQL(LETTERS, NO_LETTERS),
        migrations.RunSQL(ORDER, NO_ORDER),
        append_only("community_postphoto"),
        append_only("community_ruling"),
    ]
