package org.braiddb.sql.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class CellTest {
  @Test
  void notANumberIsNull() {
    Cell cell = new Cell();
    cell.setReal(Double.NaN);
    assertThat(cell.isNull()).isTrue();
  }

  @Test
  void anOwnedValueOutlivesItsSource() {
    byte[] page = {'x', 'a', 'b', 'y'};
    Cell cell = new Cell();
    cell.setText(page, 1, 2);
    Cell shared = new Cell();
    shared.copyFrom(cell);
    cell.own();
    page[1] = 'z';
    assertThat(cell.decodeText()).isEqualTo("ab");
    assertThat(shared.decodeText()).isEqualTo("zb");
  }

  @Test
  void javaObjectsGoInAndComeOut() {
    Cell cell = new Cell();
    for (Object value : new Object[] {5L, -2.5, "größe \ud83d\ude00", ""}) {
      cell.setObject(value);
      assertThat(cell.toObject()).isEqualTo(value);
    }
    cell.setObject(true);
    assertThat(cell.toObject()).isEqualTo(1L);
    cell.setObject(7);
    assertThat(cell.toObject()).isEqualTo(7L);
    cell.setObject(1.5f);
    assertThat(cell.toObject()).isEqualTo(1.5);
    cell.setObject(null);
    assertThat(cell.toObject()).isNull();
    byte[] bytes = {1, 2};
    cell.setObject(bytes);
    bytes[0] = 9;
    assertThat((byte[]) cell.toObject()).containsExactly(1, 2);
  }

  @Test
  void objectsWithoutAnSqlValueAreRefused() {
    assertThatThrownBy(() -> new Cell().setObject(BigDecimal.ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.math.BigDecimal");
  }

  @Test
  void invalidTextSurvivesByteForByte() {
    byte[] invalid = {(byte) 0xff, 'a', (byte) 0xc3};
    Cell cell = new Cell();
    cell.setText(invalid);
    cell.convertToText();
    cell.own();
    assertThat(cell.copyOfBytes()).isEqualTo(invalid);
  }
}
