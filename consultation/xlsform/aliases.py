"""What authors call the sheets, columns, types and languages of a form, and the standard name of each.

Both sides are compared by `key`, so case, spaces, underscores, ZWNJ and Arabic letters make no difference.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from consultation.persian.text import fold

_BETWEEN_WORDS = re.compile(r"[\s_*.؟?!-]+")


@lru_cache(maxsize=8192)
def key(written: str) -> str:
    """The form in which names are compared."""
    return _BETWEEN_WORDS.sub("", fold(written))


def one_of(written: str, words: Iterable[str]) -> bool:
    return key(written) in map(key, words)


def closest(written: str, names: Iterable[str]) -> str:
    """The name that is most like what is written; "" when none is near."""
    by_key = {key(name): name for name in names}
    near = difflib.get_close_matches(key(written), by_key, n=1, cutoff=0.75)
    return by_key[near[0]] if near else ""


@dataclass(frozen=True)
class Vocabulary:
    names: Mapping[str, tuple[str, ...]]  # standard name -> what else it is called

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        return {key(written): name for name, others in self.names.items() for written in (*others, name)}

    def standard(self, written: str) -> str:
        """The standard name of what is written; "" when there is none."""
        return self._by_key.get(key(written), "")

    def likely(self, written: str) -> str:
        """The word of this vocabulary that somebody probably meant; "" when none is near."""
        return closest(written, [word for name, others in self.names.items() for word in (name, *others)])


SHEETS = Vocabulary(
    {
        "survey": ("پرسش‌ها", "پرسش", "سؤال‌ها", "سؤالات", "پرسشنامه"),
        "choices": ("گزینه‌ها", "گزینه", "فهرست‌ها"),
        "settings": ("تنظیمات", "تنظیم"),
    }
)

SURVEY_COLUMNS = Vocabulary({
    "type": ("نوع", "نوع پرسش", "نوع سؤال", "command"),
    "name": ("نام", "شناسه", "نام پرسش", "نام انگلیسی", "tag", "value"),
    "label": ("برچسب", "پرسش", "سؤال", "متن", "متن پرسش", "متن سؤال", "caption"),
    "hint": ("راهنما", "راهنمایی", "توضیح"),
    "required": ("اجباری", "الزامی", "ضروری", "bind:required"),
    "required_message": ("پیام اجباری", "پیام الزامی", "required message", "requiredMsg", "jr:requiredMsg",
                         "bind:jr:requiredMsg"),
    "relevant": ("شرط نمایش", "شرط پرسیدن", "relevance", "bind:relevant"),
    "constraint": ("شرط درستی", "شرط پاسخ", "محدودیت", "bind:constraint"),
    "constraint_message": ("پیام خطا", "پیام نادرستی", "پیام محدودیت", "constraining message", "jr:constraintMsg",
                           "bind:jr:constraintMsg", "constraintMsg"),
    "calculation": ("محاسبه", "فرمول", "calculate", "bind:calculate"),
    "default": ("پیش‌فرض", "مقدار پیش‌فرض"),
    "list_name": ("فهرست", "نام فهرست", "فهرست گزینه‌ها", "لیست"),
    "choice_filter": ("شرط گزینه‌ها", "صافی گزینه‌ها", "فیلتر گزینه‌ها"),
    "appearance": ("ظاهر", "شکل نمایش", "control:appearance", "body:appearance"),
    "parameters": ("پارامترها", "پارامتر", "اندازه‌ها"),
    "repeat_count": ("تعداد تکرار", "شمار تکرار", "count", "jr:count", "bind:jr:count", "control:jr:count"),
    "disabled": ("غیرفعال",),
    "image": ("media:image", "تصویر", "عکس"),
    "audio": ("media:audio", "صدا", "پیام صوتی"),
    "video": ("media:video", "ویدئو", "ویدیو", "فیلم"),
    "min_chosen": ("حداقل انتخاب", "کمترین انتخاب"),
    "max_chosen": ("حداکثر انتخاب", "بیشترین انتخاب"),
    "max_length": ("حداکثر طول", "بیشترین طول"),
    "dont_know": ("نمی‌دانم", "گزینه نمی‌دانم", "don't know", "do not know"),
    "refuse": ("مایل نیستم", "مایل به پاسخ نیستم", "گزینه مایل نیستم", "prefer not to say"),
    "expertise": ("تخصص", "میزان تخصص", "آشنایی با موضوع"),
})  # fmt: skip

CHOICES_COLUMNS = Vocabulary(
    {
        "list_name": ("فهرست", "نام فهرست", "لیست"),
        "name": ("نام", "شناسه", "نام گزینه", "کد", "مقدار", "value"),
        "label": ("برچسب", "گزینه", "متن", "متن گزینه", "caption"),
        "exclusive": ("انحصاری", "به‌تنهایی", "فقط به‌تنهایی"),
    }
)

SELDOM_MEANT = frozenset({
    "image", "audio", "video", "min_chosen", "max_chosen", "max_length", "dont_know", "refuse", "expertise",
    "exclusive",
})  # fmt: skip
"""Columns that few forms have: a header that is merely like one of these is rather the author's own."""

SETTINGS_COLUMNS = Vocabulary(
    {
        "form_title": ("عنوان", "عنوان فرم", "عنوان پرسشنامه", "title", "set form title"),
        "form_id": ("شناسه", "شناسه فرم", "کد فرم", "id string", "set form id"),
        "version": ("نسخه", "نگارش", "ویرایش"),
        "default_language": ("زبان پیش‌فرض", "زبان", "زبان اصلی"),
        "allow_choice_duplicates": ("گزینه تکراری مجاز",),
    }
)

# Columns of ODK that mean nothing in a chat. Whatever stands after "::" is left out of the comparison.
IGNORED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "survey": (
        "guidance_hint", "media", "big-image", "read_only", "readonly", "trigger", "save_to",
        "intent", "autoplay", "rows", "note", "compact_tag", "bind", "body",
        "control", "instance", "no_app_error_string", "noAppErrorString", "sms_field", "sms_option", "sms_separator",
    ),
    "choices": ("media", "image", "big-image", "audio", "video"),
    "settings": (
        "style", "instance_name", "instance_id", "public_key", "submission_url", "auto_send", "auto_delete",
        "omit_instanceID", "clean_text_values", "add_none_option", "namespaces", "sms_keyword", "sms_separator",
        "prefix", "client_editable", "name", "attribute", "entities",
    ),
}  # fmt: skip

TYPES = Vocabulary({
    "text": ("متن", "متنی", "متن آزاد", "string", "q string", "add text prompt", "tel"),
    "integer": ("عدد صحیح", "عدد", "int", "q int", "add integer prompt"),
    "decimal": ("عدد اعشاری", "اعشاری", "q decimal", "add decimal prompt"),
    "range": ("بازه", "طیف", "مقیاس"),
    "date": ("تاریخ", "q date", "add date prompt"),
    "select_one": ("یک گزینه", "یک گزینه از", "تک گزینه", "تک‌گزینه‌ای", "select one from", "select1", "q select1",
                   "add select one prompt using", "select one using"),
    "select_multiple": ("چند گزینه", "چند گزینه از", "چندگزینه‌ای", "select multiple from", "select all that apply",
                        "select all that apply from", "q select", "add select multiple prompt using",
                        "select multiple using"),
    "note": ("یادداشت", "توضیح", "q note", "add note prompt"),
    "calculate": ("محاسبه", "محاسباتی", "calculation", "q calculate", "add calculate prompt"),
    "hidden": ("پنهان", "مخفی"),
    "acknowledge": ("تأیید", "trigger", "q acknowledge", "add acknowledge prompt"),
    "begin_group": ("آغاز گروه", "شروع گروه", "ابتدای گروه", "آغاز بخش", "شروع بخش"),
    "end_group": ("پایان گروه", "انتهای گروه", "پایان بخش"),
    "start": ("get start time", "start time"),
    "end": ("get end time", "end time"),
    "today": ("get today",),
    "deviceid": ("device id", "get device id", "imei", "uri:deviceid"),
    "username": ("uri:username",),
    "email": ("uri:email",),
    "phonenumber": ("phone number", "get phone number", "uri:phonenumber"),
    "simserial": ("sim id", "get sim id", "uri:simserial"),
    "subscriberid": ("subscriber id", "get subscriber id", "uri:subscriberid"),
    "audit": (),
    "image": ("photo", "تصویر", "عکس", "q image", "q picture", "add image prompt", "add photo prompt"),
    "audio": ("صدا", "پیام صوتی", "q audio", "add audio prompt"),
    "video": ("ویدئو", "ویدیو", "فیلم", "q video", "add video prompt"),
    "file": ("فایل", "پرونده", "add file prompt"),
    "geopoint": ("مکان", "موقعیت", "موقعیت مکانی", "gps", "location", "q geopoint", "q location",
                 "add location prompt"),
    "geotrace": ("مسیر", "q geotrace"),
    "geoshape": ("محدوده", "q geoshape"),
    "time": ("ساعت", "زمان"),
    "datetime": ("تاریخ و ساعت", "date time", "q datetime", "add date time prompt"),
    "rank": ("رتبه‌بندی", "رتبه‌بندی از", "اولویت‌بندی", "اولویت‌بندی از"),
    "begin_repeat": ("آغاز تکرار", "شروع تکرار", "begin looped group", "begin lgroup", "begin loop"),
    "end_repeat": ("پایان تکرار", "end looped group", "end lgroup", "end loop"),
    "barcode": ("بارکد", "q barcode", "add barcode prompt"),
    "select_one_from_file": (),
    "select_multiple_from_file": (),
    "select_one_external": (),
    "xml-external": (),
    "csv-external": (),
    "background-audio": (),
    "background-geopoint": (),
    "start-geopoint": (),
    "osm": (),
})  # fmt: skip

OR_OTHER = ("or_other", "or specify other", "یا سایر", "با سایر", "و سایر")
YES = ("yes", "true", "true()", "بله", "بلی", "آری", "اجباری", "درست")
NO = ("no", "false", "false()", "خیر", "نه", "اختیاری", "نادرست")

LANGUAGE_CODES = Vocabulary(
    {
        "fa": ("Persian", "Farsi", "فارسی", "fas", "per", "fa-IR"),
        "en": ("English", "انگلیسی", "eng", "en-US", "en-GB"),
        "ar": ("Arabic", "عربی", "العربیة"),
        "az": ("Azerbaijani", "ترکی آذربایجانی"),
        "ku": ("Kurdish", "کردی"),
        "de": ("German", "Deutsch", "آلمانی"),
        "fr": ("French", "Français", "فرانسه", "فرانسوی"),
        "es": ("Spanish", "Español", "اسپانیایی"),
        "ru": ("Russian", "روسی"),
        "tr": ("Turkish", "ترکی", "ترکی استانبولی"),
        "zh": ("Chinese", "چینی"),
    }
)


def language_code(written: str) -> str:
    """The code of a language as headers name it: "Persian (fa)", "English", "fa"; a slug for any other."""
    bracketed = re.search(r"\(([^()]+)\)\s*$", written)
    named = bracketed[1] if bracketed else written
    return LANGUAGE_CODES.standard(named) or re.sub(r"[^\w]+", "-", fold(named)).strip("-")
