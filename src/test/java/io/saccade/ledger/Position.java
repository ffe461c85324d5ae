package io.saccade.ledger;

/** Where a record lies in its topic. */
record Position(int partition, long offset) {

    @Override
    public String toString() {
        return partition + "/" + offset;
    }
}
