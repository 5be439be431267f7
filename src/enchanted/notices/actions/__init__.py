"""Everything notices write: publishing, reading, notifying, mailing."""

from enchanted.notices.actions.mailing import choose_mail, mail_notifications, unsubscribe
from enchanted.notices.actions.notifying import notify
from enchanted.notices.actions.publishing import announce_due, edit_notice, publish_notice, withdraw_notice
from enchanted.notices.actions.reading import forget_inbox, mark_all_read, mark_notice_read, mark_notification_read

__all__ = [
    "announce_due", "choose_mail", "edit_notice", "forget_inbox", "mail_notifications", "mark_all_read",
    "mark_notice_read", "mark_notification_read", "notify", "publish_notice", "unsubscribe", "withdraw_notice",
]  # fmt: skip
