"""How a station misbehaves: what stations in the field were seen to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quirks:
    """All off: a station that keeps to the standard."""

    skips_first_page: bool = False
    """Reports begin with seqNo 1."""
    doubles_pages: bool = False
    """Each page of a report comes twice."""
    stops_halfway: bool = False
    """Reports break off; the last page never comes."""
    seq_no_zero: bool = False
    """Every TransactionEvent has seqNo 0."""
    repeats_seq_no: bool = False
    """Each second TransactionEvent has the seqNo of the one before it."""
    counts_message_ids: bool = False
    """Message ids are 1, 2, 3 … and start again at 1 after a reboot."""
    resumes: bool = False
    """After a power loss the transaction goes on (TxResumed) rather than end with PowerLoss."""
    loses_ended: bool = False
    """The Ended event never leaves the station."""

    def seq_no(self, position: int) -> int:
        """The seqNo that the event at that position, from 0, is sent with."""
        if self.seq_no_zero:
            return 0
        return position - position % 2 if self.repeats_seq_no else position
