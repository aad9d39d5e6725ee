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
    tampers_records: bool = False
    """Signed records show another register than the meter has signed."""
    spoils_signatures: bool = False
    """Signatures have one digit wrong."""
    signs_with_strange_key: bool = False
    """Records are signed with the key of some other meter."""
    reserialises_records: bool = False
    """The payload of a record is written anew after it was signed."""
    skips_pages: bool = False
    """Before each record of an end, a page of the meter is missing."""
    pads_records: bool = False
    """Records are longer than signedMeterData may be."""
    signs_slowly: bool = False
    """A signature takes 30 s: the begin comes in an Updated of its own, and Ended late."""

    @property
    def breaks_schemas(self) -> bool:
        """Whether its own messages pass no check: TxResumed, for one, is a word of 2.1."""
        return self.resumes or self.pads_records

    def seq_no(self, position: int) -> int:
        """The seqNo that the event at that position, from 0, is sent with."""
        if self.seq_no_zero:
            return 0
        return position - position % 2 if self.repeats_seq_no else position
