"""The words of the form for signs. Words in braces stand there for the browser to fill in."""

from __future__ import annotations

from collections.abc import Mapping

from planner.texts import Text, text

FORM_WORDS: Mapping[str, Text] = {
    "on_device": text("On this phone: {n}", n="{n}"),
    "sent": text("Sent today: {n}", n="{n}"),
    "no_connection": text("No connection. Go on: everything is kept here and sent as soon as there is one."),
    "sending": text("Sending …"),
    "not_lasting": text(
        "This browser keeps nothing once the page is closed: send or save what you recorded before you close it."
    ),
    "no_room": text("This phone has no room to keep this: free some space, then save again. Nothing you see is lost."),
    "which_place": text("Which place?"),
    "near_me": text("Find places near me"),
    "use_position": text("Take my position"),
    "accuracy": text("Your position is known to about {n} m.", n="{n}"),
    "insecure": text("This browser gives the position only to pages that are opened with https; search by name."),
    "denied": text("The browser was not allowed to give the position; search by name."),
    "unavailable": text("The position could not be found out just now; search by name."),
    "search": text("Search by name"),
    "none_found": text("No place of the list is called so."),
    "more": text("{n} more: write more of the name.", n="{n}"),
    "metres": text("{n} m", n="{n}"),
    "recorded": text("Recorded: {told}", told="{told}"),
    "just_recorded": text("Recorded today on this phone"),
    "not_in_list": text("A place that is not in the list"),
    "other_place": text("Choose another place"),
    "new_place": text("A place that is not in the list"),
    "place_name": text("Name of the place"),
    "kind": text("Kind"),
    "where": text("Latitude and longitude in degrees, as a map app shows them"),
    "again": text("You have recorded this sign on that day already; what you save now counts instead."),
    "photo_take": text("Take a photo of the sign"),
    "photo_again": text("Take another photo"),
    "photo_remove": text("Remove the photo"),
    "photo_alt": text("The photo that was taken"),
    "photo_hint": text("The position and the camera's data are taken out of the picture; show no faces."),
    "no_picture": text("{file} can't be read as a picture: take another one.", file="{file}"),
    "date": text("Day of the visit"),
    "office": text("Office"),
    "office_hint": text("Never the name of a person."),
    "note": text("Note"),
    "save": text("Save"),
    "kept": text("Saved: {place}.", place="{place}"),
    "describe_place": text("Write what the place is called, and its latitude and longitude."),
    "nothing_filled": text("Nothing is filled in: answer at least one question, or add a photo."),
    "no_date": text("The day of the visit is missing: choose it."),
    "future": text("The day of the visit lies in the future: choose the day of the visit."),
    "no_office": text("The office is missing: write which office made the visit."),
    "still_here": text("Still on this phone"),
    "change": text("Change"),
    "discard": text("Discard"),
    "really_discard": text("Discard what was recorded of {place}?", place="{place}"),
    "save_file": text("Save as a file to hand in ({n})", n="{n}"),
    "save_file_hint": text(
        "Hand the file in on the page “KSTR sign survey”, or with “planner import survey FILE CITY”. What was "
        "handed in twice is kept once; discard here only what has arrived."
    ),
    "discard_filed": text("Discard what was saved in a file ({n})", n="{n}"),
    "really_arrived": text("Has the file been handed in, and did the page say that the visits were added?"),
    "choose_below": text("Somebody else answered otherwise: choose below, at what is still on this phone."),
    "differs": text("Somebody else answered otherwise meanwhile. Which answer holds?"),
    "theirs": text("There now: {value}", value="{value}"),
    "mine": text("Yours: {value}", value="{value}"),
    "keep_theirs": text("Keep theirs"),
    "use_mine": text("Use mine"),
    "in_file": text("saved in {file}", file="{file}"),
}
"""Every sentence and word of the form, by the name that its script knows."""
