"""What stands where something personal stood, so that staff see that it was erased."""

ERASED = "erased"
# The top-level domain is reserved (RFC 2606): no mail server will ever take anything for it.
ERASED_EMAIL = "erased@erased.invalid"
PERSON_ERASED = "person_erased"
# Why an order is held whose picture its owner deleted while nobody waited for money any more.
PICTURE_DELETED = "picture_deleted"
