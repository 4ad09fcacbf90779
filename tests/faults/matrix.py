"""The fault matrix: what goes wrong, what is promised all the same, and the tests that prove it.

Many are stories that stand elsewhere, where they belong; those of this folder come in two sizes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    number: int
    fault: str
    promise: str
    proofs: tuple[str, ...]  # file::test, below tests/


ROWS = (
    Row(
        1,
        "429 for the whole bot",
        "no call in the pause, nor after a restart in it; 0 lost, 0 twice; no try counted",
        (
            "faults/test_messengers.py::test_pauses_are_kept_and_everybody_is_told_once",
            "faults/test_messengers.py::test_a_pause_outlives_the_process",
            "delivery/test_courier.py::test_a_429_pauses_the_token_and_counts_as_no_try",
            "end_to_end/test_bad_days.py::test_when_told_to_pause_it_pauses_and_then_tells_everybody",
        ),
    ),
    Row(
        2,
        "5xx before accepting",
        "8 tries, ever later, then failed and visible; 0 lost, 0 twice",
        (
            "faults/test_messengers.py::test_a_server_in_trouble_costs_nobody_their_message",
            "delivery/test_courier.py::test_a_fault_is_tried_again_ever_later_and_then_given_up",
        ),
    ),
    Row(
        3,
        "connection cut, before and after accepting",
        "0 lost; twice no oftener than cut after accepting; or marked, and none twice",
        (
            "faults/test_messengers.py::test_cut_connections_lose_nothing_and_repeat_only_what_was_cut",
            "faults/test_messengers.py::test_where_nothing_is_to_come_twice_what_was_cut_is_marked",
            "gateways/test_both_gateways.py::test_after_a_reset_nobody_knows_whether_it_was_sent",
        ),
    ),
    Row(
        4,
        "blocked, unknown chat, group moved",
        "one try, person marked; what is owed goes to the group's new id",
        (
            "faults/test_messengers.py::test_who_blocked_us_is_tried_once_in_a_campaign",
            "end_to_end/test_bad_days.py::test_who_has_blocked_the_bot_is_left_alone_until_they_write",
            "delivery/test_courier.py::test_a_group_that_moved_keeps_its_messages_and_its_claim",
            "gateways/test_both_gateways.py::test_unreachable_is_who_does_not_take_messages",
        ),
    ),
    Row(
        5,
        "20% of updates twice, 10% overtaken",
        "one answer to each question; an old button changes nothing",
        (
            "faults/test_messengers.py::test_doubled_and_reordered_updates_are_one_answer_each",
            "conversations/test_interview_machine.py::test_an_interview_survives_whatever_happens",
        ),
    ),
    Row(
        6,
        "SIGKILL during a campaign",
        "0 lost; twice no more than was on its way",
        (
            "faults/test_kills.py::test_killed_while_it_tells_many_it_tells_everybody_and_hardly_anybody_twice",
            "delivery/test_courier.py::test_what_was_on_its_way_when_the_program_died_is_sent_again",
        ),
    ),
    Row(
        7,
        "SIGTERM during a campaign",
        "0 twice; ends within 20 s; what is on its way comes to its end",
        ("faults/test_kills.py::test_asked_to_end_while_it_tells_many_it_ends_soon_and_tells_nobody_twice",),
    ),
    Row(
        8,
        "SIGKILL while people press and type",
        "every answer once, in order; every press answered",
        (
            "faults/test_kills.py::test_killed_while_people_answer_it_keeps_every_answer_once_and_in_order",
            "faults/test_kills.py::test_killed_while_people_press_every_press_counts_once_and_is_answered",
        ),
    ),
    Row(
        9,
        "database locked",
        "updates stay with the messenger; each is answered once afterwards",
        (
            "faults/test_databases.py::test_while_the_database_is_locked_nothing_is_lost",
            "gateways/test_webhook.py::test_while_the_database_is_away_the_messenger_keeps_the_updates",
        ),
    ),
    Row(
        10,
        "PostgreSQL stopped at once; leader killed or frozen",
        "goes on within 30 s; a thawed leader sends nothing twice",
        (
            "faults/test_databases.py::test_a_database_that_stops_at_once_and_comes_back_costs_nothing",
            "faults/test_leaders.py::test_three_processes_killed_and_frozen_answer_each_once",
            "end_to_end/test_webhooks.py::test_of_two_processes_one_sends_and_the_other_takes_over_when_it_dies",
            "end_to_end/test_webhooks.py::test_when_the_database_throws_everybody_out_it_goes_on_by_itself",
            "end_to_end/test_webhooks.py::test_a_frozen_leader_is_replaced_and_sends_nothing_twice_when_it_thaws",
            "storage/test_leadership.py::test_who_led_before_neither_claims_nor_settles_nor_lets_the_clock_strike",
        ),
    ),
    Row(
        11,
        "disk full, then freed (SQLite)",
        "not ready, database sound, goes on without a restart",
        ("faults/test_databases.py::test_a_full_disk_is_waited_out",),
    ),
    Row(
        12,
        "clock set back and forth",
        "each moment comes once; nobody waits for the old time to come again",
        (
            "faults/test_clocks.py::test_a_clock_set_back_keeps_nobody_waiting",
            "faults/test_clocks.py::test_a_pause_ends_though_the_clock_was_set_back",
            "faults/test_clocks.py::test_each_moment_comes_once_however_the_clock_jumps",
            "faults/test_clocks.py::test_one_digest_a_day_where_the_clock_changes_with_the_season",
        ),
    ),
    Row(
        13,
        "days down",
        "at most one reminder each",
        ("conversations/test_reminders.py::test_after_downtime_nobody_gets_a_burst",),
    ),
    Row(
        14,
        "damaged and poisonous updates",
        "no crash; after 3 tries put aside, and the chat goes on",
        (
            "faults/test_updates.py::test_damaged_updates_harm_nobody",
            "conversations/test_promises.py::test_a_message_that_cannot_be_handled_is_put_aside_and_the_chat_goes_on",
            "end_to_end/test_bad_days.py::test_an_update_that_nobody_can_read_stops_none_of_its_batch",
        ),
    ),
    Row(
        15,
        "100,000 characters, NUL, surrogates, marks of direction",
        "kept clean, or refused in words",
        (
            "conversations/test_promises.py::test_a_text_of_a_hundred_thousand_characters",
            "conversations/test_promises.py::test_odd_texts_are_kept_clean",
            "conversations/test_promises.py::test_odd_names_of_people_and_files_hurt_nothing",
            "reports/test_workbook.py::test_what_no_file_can_hold_is_left_out",
        ),
    ),
    Row(
        16,
        "= + - @ in answers",
        "no formula in any export",
        (
            "reports/test_exports.py::test_what_looks_like_a_formula_stays_a_text",
            "reports/test_workbook.py::test_what_somebody_typed_is_text_and_nothing_else",
        ),
    ),
    Row(
        17,
        "HTML and Markdown in names and answers",
        "shown as it was typed",
        (
            "gateways/test_markup.py::test_html_shows_the_text_as_it_was_written",
            "gateways/test_markup.py::test_bale_shows_the_text_as_it_was_written_but_for_added_spaces",
        ),
    ),
    Row(
        18,
        "1,000 forged presses",
        "nothing changes, each is answered",
        ("conversations/test_promises.py::test_a_thousand_forged_presses_change_nothing_and_each_is_answered",),
    ),
    Row(
        19,
        "staff commands of whoever may not",
        "no effect",
        (
            "conversations/test_promises.py::test_nobody_but_staff_has_any_effect",
            "conversations/test_authority.py::test_a_thousand_commands_and_presses_that_may_not_be_have_no_effect",
        ),
    ),
    Row(
        20,
        "zip bombs and broken workbooks",
        "refused before they are unpacked",
        (
            "consultation/test_workbook_safety.py::test_a_packed_file_that_becomes_a_thousand_times_as_large",
            "consultation/test_workbook_safety.py::test_a_sheet_larger_than_any_form",
            "consultation/test_workbook_safety.py::test_declarations_of_entities_are_never_read",
            "reports/test_marked_workbook.py::test_a_bomb_is_not_opened_to_be_marked",
        ),
    ),
    Row(
        21,
        "tokens on their way into logs",
        "none is written anywhere",
        (
            "gateways/test_both_gateways.py::test_no_error_names_the_token",
            "gateways/test_both_gateways.py::test_no_log_names_the_token",
            "operations/test_care.py::test_what_looks_like_a_secret_is_struck_out_of_logs",
            "operations/test_monitoring.py::test_a_fault_is_told_without_anybodys_words",
        ),
    ),
    Row(
        22,
        "webhook calls of strangers",
        "401, 413 or 400, and nothing stored",
        (
            "gateways/test_webhook.py::test_without_its_secrets_nothing_gets_in",
            "gateways/test_webhook.py::test_what_is_no_update_is_refused_or_passed_over",
        ),
    ),
    Row(
        23,
        "erasure while messages are queued",
        "nothing more is sent, nothing of theirs is left, all others are told",
        (
            "faults/test_erasure.py::test_who_leaves_during_a_campaign_gets_nothing_more",
            "faults/test_erasure.py::test_an_answer_on_its_way_to_somebody_forgotten_stops_nobody_elses",
        ),
    ),
    Row(
        24,
        "slow messenger",
        "nobody else waits; never faster than the limit",
        (
            "faults/test_messengers.py::test_a_slow_answer_to_one_press_keeps_nobody_else_waiting",
            "faults/test_messengers.py::test_no_second_holds_more_than_the_limit_even_across_a_kill",
            "delivery/test_pace.py::test_no_second_ever_holds_more_than_the_limit",
        ),
    ),
    Row(
        25,
        "SIGKILL while very many are invited",
        "0 lost; twice no more than was on its way; memory flat (PEOPLE=1000000)",
        (
            "faults/test_multitude.py::test_killed_on_the_way_to_very_many_it_tells_everybody",
            "delivery/test_campaigns.py::test_killed_in_any_chunk_nobody_is_left_out_and_nobody_is_queued_twice",
            "delivery/test_campaigns.py::test_two_leaders_at_once_queue_everybody_once",
        ),
    ),
)
