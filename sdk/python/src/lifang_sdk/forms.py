"""World `forms`: checklists and certificates. A pure component."""

from . import contract as c
from .answers import Answers
from .call import Call
from .certificates import certificates
from .checklist import Checklist
from .failure import UnknownId
from .fields import Fields


class Forms:
    """What a plugin of world `forms` implements; leave out what it has not."""

    def checklist(self, call: Call, id: str, known: Fields) -> Checklist:
        """The checklist of `id` as it is asked on the day of the call. `known` is what base data already holds about the subject."""
        raise UnknownId(id)

    def judge(self, call: Call, id: str, answers: Answers, known: Fields) -> c.Judgement:
        """What the answers mean. The host has dropped answers to hidden nodes and refused an incomplete form before this."""
        raise UnknownId(id)

    def certificates(self, call: Call) -> c.CertificateList:
        """The plugin's whole list of certificates; the host merges it along the region's path and keeps what is in force."""
        return certificates()
